"""A program that only makes a client, and the help of the command, wait for nothing that they do not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

TREE: Final = Path(__file__).parents[2]
LATE: Final = {
    "asyncio",
    "pydantic_core",
    "sqlite3",
    "onepay_client.sending.engine",
    "onepay_client.webhooks",
    "onepay_client.money",
    "onepay_client.payouts",
    "onepay_client.recovery",
}
_START: Final = (
    "import sys, onepay_client; onepay_client.OnePay('sk_test_start').cashouts.create; print('\\n'.join(sys.modules))"
)
_HELP: Final = """
import sys
from onepay_cli.app import run
run(["--help"])
print("modules of its own:", *{name.partition(".")[0] for name in sys.modules if name.startswith(("onepay", "httpx"))})
"""


def test_a_client_is_made_without_what_only_calls_need() -> None:
    assert LATE & set(_output(_START).split()) == set()


def test_the_command_shows_its_help_without_what_it_stands_on() -> None:
    shown, modules = _output(_HELP).split("modules of its own: ")
    assert "sandbox" in shown
    assert set(modules.split()) <= {"onepay_cli", "onepay_contract", "onepay_core"}


def _output(program: str) -> str:
    path = ":".join(str(TREE / name) for name in ("src", "generated"))
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env={"PYTHONPATH": path}, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own words
