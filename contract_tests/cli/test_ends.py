"""The command ends as its table says, whatever happens to its output, its extras and its keyboard."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import PATHS, Ended
from onepay_cli import app
from onepay_cli.__main__ import main
from onepay_cli.exits import ExitStatus
from support.pages import commands

PAGE = (Path(__file__).parents[2] / "docs/command-line.md").read_text(encoding="utf-8")


def test_page_lists_every_exit_status() -> None:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", PAGE, re.MULTILINE)
    assert rows == [(str(int(status)), status.name) for status in ExitStatus]


@pytest.mark.parametrize("command", sorted({*commands("onepay")}))
def test_every_command_of_the_pages_is_one(command: str, onepay: Callable[..., Ended]) -> None:
    ended = onepay(*shlex.split(command), "--help")
    assert ended.status == 0
    assert "Usage: onepay" in ended.output


def test_version_is_that_of_the_distribution(onepay: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version", {"onepay-client": "1.2.3"}.__getitem__)
    assert onepay("--version") == (0, "onepay 1.2.3\n", "")


@pytest.mark.parametrize(
    ("missing", "arguments", "extra"),
    [
        ("typer", [], "[cli]"),
        ("rich", [], "[cli]"),
        ("schemathesis", ["conformance", "run"], "[cli,conformance]"),
        ("starlette", ["sandbox", "start"], "[cli,sandbox]"),
    ],
)
def test_missing_extra_is_named_in_one_line(missing: str, arguments: list[str], extra: str) -> None:
    setup = f"import sys; sys.modules[{missing!r}] = None; from onepay_cli.__main__ import main"
    command = [sys.executable, "-c", f"{setup}; sys.exit(main({arguments}))"]
    ended = subprocess.run(command, env={"PYTHONPATH": PATHS}, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert (ended.returncode, ended.stderr.count("\n")) == (ExitStatus.WRONG_USE, 1)
    assert f"pip install 'onepay-client{extra}'" in ended.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("contract", "kinds"), ("contract", "operations")])
def test_reader_that_leaves_causes_no_error(
    arguments: tuple[str, ...], onepay_process: Callable[..., subprocess.Popen[bytes]]
) -> None:
    with onepay_process(*arguments, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")


@pytest.mark.parametrize("arguments", [("--help",), ("contract", "kinds")])
def test_full_disk_is_said_in_one_line(
    arguments: tuple[str, ...], onepay_process: Callable[..., subprocess.Popen[bytes]]
) -> None:
    with Path("/dev/full").open("wb") as full, onepay_process(*arguments, stdout=full) as process:
        _, errors = process.communicate()
    assert process.returncode == ExitStatus.OUTPUT_FAILED
    assert (errors.count(b"\n"), b"No space left" in errors) == (1, True)


def test_interrupt_ends_without_a_traceback(
    onepay: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("onepay_contract.commands.kinds", lambda: interrupt(None))
    assert onepay("contract", "kinds").status == ExitStatus.INTERRUPTED
    monkeypatch.setattr(app, "make_app", lambda: interrupt(None))
    assert main([]) == ExitStatus.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_wrong_use_ends_with_two(onepay: Callable[..., Ended]) -> None:
    assert onepay("no-such-group").status == ExitStatus.WRONG_USE
    assert onepay("contract", "operations", "zzz").status == ExitStatus.WRONG_USE


@pytest.mark.parametrize(
    ("shell", "typed", "word"),
    [
        ("bash", "onepay pay", "payments"),
        ("zsh", "onepay sandbox trigger payment.app", "payment.approved"),
        ("fish", "onepay payments cre", "create"),
    ],
)
def test_shells_complete_groups_commands_and_words(
    shell: str, typed: str, word: str, onepay: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "_ONEPAY_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": typed,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": typed,
        "COMP_CWORD": "1",
    }.items():
        monkeypatch.setenv(name, value)
    ended = onepay()
    assert word in ended.output
    assert ended.errors == ""
