"""The README's code runs, and what it says of the project is so."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onepay_cli.app import make_app
from onepay_client import OnePay
from onepay_sandbox.local import LocalSandbox
from people import register_payee
from server.sockets import served

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS: list[str] = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
COMMANDS: list[str] = re.findall(r"^\$ (.*?)(?:\s+#.*)?$", README, flags=re.MULTILINE)
SCREEN_AND_A_HALF = 90
"""Lines; a screen shows some sixty."""


def _session_names() -> set[str]:
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {function.name for function in functions if function.decorator_list}


def test_readme_fits_a_screen_and_a_half() -> None:
    assert len(README.splitlines()) <= SCREEN_AND_A_HALF


def test_readme_takes_a_payment_in_ten_lines(capsys: pytest.CaptureFixture[str]) -> None:
    block = BLOCKS[0]
    assert len([line for line in block.splitlines() if line]) <= 10
    names: dict[str, Any] = {}
    exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - running the README is the point
    names["client"].close()
    names["sandbox"].close()
    assert re.fullmatch(r"pay here: https://\S+\npaid: True\nbalance: \$150\.000\n", capsys.readouterr().out)


@pytest.fixture
def payroll(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnePay]:
    """A folder with ``payroll.csv``, and the keys and the address of a company that can pay it."""
    with closing(LocalSandbox()) as sandbox, served(sandbox.sandbox) as port:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("ONEPAY_API_KEY", sandbox.secret_key)
        monkeypatch.setenv("ONEPAY_BASE_URL", f"http://127.0.0.1:{port}/v1")
        monkeypatch.setenv("ONEPAY_APPROVAL_KEY", "approval_made_up_for_the_readme_of_this_project")
        sandbox.deposit(1_000_000)
        with OnePay() as client:
            payee = register_payee(client)
            Path("payroll.csv").write_text(
                f"amount;customer_id;account_id\n$400.000;{payee.customer_id};{payee.account_id}\n", encoding="cp1252"
            )
            yield client


def test_readme_pays_a_payroll_in_ten_lines(payroll: OnePay, capsys: pytest.CaptureFixture[str]) -> None:
    block = BLOCKS[1]
    assert len([line for line in block.splitlines() if line]) <= 10
    names: dict[str, Any] = {}
    exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - as above
    names["client"].close()
    names["client"].settings.journal.close()
    assert "payroll-2026-11 (test): finished, 1 payouts, $400.000" in capsys.readouterr().out
    assert "$400.000" in Path("payroll.html").read_text(encoding="utf-8")
    assert payroll.balances.get().balance == 600_000


def test_readme_pays_a_payroll_in_three_commands(payroll: OnePay) -> None:
    runner = CliRunner()
    commands = [shlex.split(command)[1:] for command in COMMANDS if command.startswith("onepay payouts ")]
    assert len(commands) == 3
    for words in commands:
        ended = runner.invoke(make_app(), [*words, *(["--yes"] if "approve" in words else [])])
        assert ended.exit_code == 0, ended.output
    assert payroll.balances.get().balance == 600_000


def test_every_command_of_the_readme_names_a_session_that_exists() -> None:
    commands = [command for command in COMMANDS if not command.startswith(("onepay ", "onepay-", "pip "))]
    named = {word for command in commands for word in re.split(r"start\.py |nox -s ", command)[1].split()}
    assert named
    assert named <= _session_names()


def test_readme_installs_from_a_clone_or_a_file_alone() -> None:
    installed = [shlex.split(command, comments=True)[2:] for command in COMMANDS if command.startswith("pip ")]
    assert installed
    assert all(len(words) == 1 and words[0].startswith(".") for words in installed)


def test_commands_of_the_readme_have_their_options() -> None:
    runner = CliRunner()
    for command in [command for command in COMMANDS if command.startswith("onepay ")]:
        words = shlex.split(command)[1:]
        path = [word for word in words[:2] if not word.startswith("-")]
        shown = runner.invoke(make_app(), [*path, "--help"], env={"COLUMNS": "200"})
        assert shown.exit_code == 0, command
        assert not [word for word in words if word.startswith("--") and word not in shown.output], command


def test_every_relative_link_of_the_prose_leads_to_a_file() -> None:
    pages = [ROOT / "README.md", *ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "openapi" / "README.md"]
    links = [
        (page, link)
        for page in pages
        if "_templates" not in page.parts  # their links are made when they are filled in
        for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8"))
    ]
    made = ROOT / "docs" / "reference"  # by the build of the site, which fails on a link to a page that it lacks
    missing = [
        f"{page.name}: {link}"
        for page, link in links
        if not (page.parent / link).exists() and made not in (page.parent / link).resolve().parents
    ]
    assert links
    assert missing == []
