"""The page about the judge is true: its code runs, its tables are those of the program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Final

import pytest

from onepay_cli.__main__ import main
from onepay_contract.findings import EXIT_STATUS, Kind, Severity

PAGE: Final = (Path(__file__).parents[2] / "docs/contract.md").read_text(encoding="utf-8")
COMMANDS: Final = re.findall(r"^\$ (?:.* \| )?onepay (contract .*)$", PAGE, re.MULTILINE)
BLOCKS: Final = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_is_one(command: str) -> None:
    assert main([*shlex.split(command), "--help"]) == 0


@pytest.mark.parametrize("block", BLOCKS)
def test_the_code_of_the_page_runs_as_it_stands(block: str) -> None:
    exec(compile(block, "contract.md", "exec"), {})  # noqa: S102 (our own page)


def test_the_page_tells_the_severities_and_their_exit_status() -> None:
    rows = re.findall(r"^\| (\w+) \| .* \| (\d) \|$", PAGE, re.MULTILINE)

    assert rows == [(severity.word, str(int(EXIT_STATUS[severity]))) for severity in Severity]


def test_the_page_names_kinds_that_there_are() -> None:
    named = set(re.findall(r"^  (?:breaking|drift) +\d+ +(\w+)", PAGE, re.MULTILINE))

    assert named
    assert named <= {kind.value for kind in Kind}


def test_the_list_of_kinds_is_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "kinds"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines if line.split()[1] not in set(Kind)] == []
    assert len(lines) == len(Kind)
