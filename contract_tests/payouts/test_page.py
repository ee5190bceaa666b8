"""The code of the page about payouts runs as it stands, one block after the other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "payouts.md").read_text(encoding="utf-8")
BLOCKS: list[str] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_pays_two_people_from_table_to_purge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in BLOCKS:
        exec(compile(block, "payouts.md", "exec"), names)  # noqa: S102 - running the page is the point
    output = capsys.readouterr().out
    assert "2 payouts, $2.700.000 (ACH $2.700.000)" in output
    assert "2 customers, 2 accounts" in output
    assert "0 settled, 2 still to come, 0 overdue" in output
    assert "2 1 Ana Gil the bank says that the account is closed" in output
    assert "Marta Ruiz" in (tmp_path / "payroll.html").read_text("utf-8")


def test_the_page_explains_every_state_of_a_row() -> None:
    from onepay_client.payouts import RowState  # noqa: PLC0415 - only this test reads the states

    table = PAGE.partition("| a row is |")[2].partition("\n\n")[0]
    named = re.findall(r"`(\w+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if line.count("|") > 2))
    assert set(named) == {state.value for state in RowState}
