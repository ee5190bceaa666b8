"""A program that only makes a client waits for nothing that it does not use."""

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


def test_a_client_is_made_without_what_only_calls_need() -> None:
    path = ":".join(str(TREE / name) for name in ("src", "generated"))
    command = [sys.executable, "-c", _START]
    done = subprocess.run(command, env={"PYTHONPATH": path}, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert LATE & set(done.stdout.split()) == set()
