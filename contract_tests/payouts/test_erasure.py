"""What is personal in runs is erased, for one person or by age, and the files that hold it are named."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from onepay_client import ConfigurationError, models, payouts
from onepay_client.payouts import Erasure, PersonRow, RowState
from support.payroll import KEY, START, Payroll


def rows(payroll: Payroll, number: int, *amounts: int) -> list[dict[str, Any]]:
    """Rows for one person, who is named by document and by OnePay's ids."""
    person = payroll.person(number)
    ids = {"customer_id": person.id, "account_id": payroll.account(person).id, "method": "ACH"}
    named = {"document_type": "CC", "document_number": person.document_number, "first_name": f"Quetzalina{number}"}
    return [{"amount": amount, **ids, **named} for amount in amounts]


def settled(payroll: Payroll, name: str, table: list[dict[str, Any]]) -> payouts.Run:
    run = payroll.sent(name, table)
    for row in run.rows():
        run.settle(row.line, RowState.PROCESSED, by="Ana Gil", reason="seen in the bank")
    return run


def names(run: payouts.Run) -> list[str]:
    return [row.name for row in run.rows()]


def test_a_person_is_erased_from_all_runs(payroll: Payroll, tmp_path: Path) -> None:
    mine, others = rows(payroll, 1, 1), rows(payroll, 2, 2)
    by_id = {name: value for name, value in mine[0].items() if not name.startswith(("document", "first"))}
    first = settled(payroll, "a", [*mine, *others])
    second = settled(payroll, "b", [by_id | {"amount": 4}])
    done = payroll.runs.erase(document="CC 1053800001")
    assert done == Erasure(erased=(PersonRow("a", 1), PersonRow("b", 1)), kept=(), files=())
    assert [row.document for row in first.rows()] == ["", "CC 1053800002"]
    assert [row.amount for row in (*first.rows(), *second.rows())] == [1, 2, 4]
    payroll.journal.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Quetzalina1" not in kept
    assert b"Quetzalina2" in kept
    assert payroll.runs.erase(document="CC 1053800001") == Erasure(erased=(), kept=(), files=())


@pytest.mark.parametrize(
    ("kept", "written"),
    [
        ("CC 1053800001", " c.c.  1.053.800.001 "),
        ("NIT 900123456-8", "NIT 900.123.456-8"),
        ("NIT 900123456-8", "nit 900123456"),
        ("PASSPORT AB123", "pasaporte ab123"),
    ],
)
def test_a_document_is_found_however_it_is_written(kept: str, written: str, payroll: Payroll) -> None:
    kind, number = kept.split()
    person = payroll.person(1, document_type=models.CustomerDocumentType(kind), document_number=number)
    ids = {"customer_id": person.id, "account_id": payroll.account(person).id, "method": "ACH"}
    settled(payroll, "a", [{"amount": 1, **ids, "document_type": kind, "document_number": number}])
    assert payroll.runs.erase(document="CC 1053800099").erased == ()
    assert payroll.runs.erase(document=written).erased == (PersonRow("a", 1),)


def test_a_row_that_is_still_needed_is_kept_and_named(payroll: Payroll) -> None:
    run = payroll.sent("a", rows(payroll, 1, 1))
    drafted = payroll.runs.draft("b", payouts.read(rows(payroll, 2, 2)))
    customer_id = run.rows()[0].customer_id
    assert payroll.runs.erase(customer_id=customer_id).kept == (PersonRow("a", 1),)
    assert payroll.runs.erase(document="CC 1053800002").kept == (PersonRow("b", 1),)
    assert names(run) + names(drafted) == ["Quetzalina1", "Quetzalina2"]


def test_files_that_hold_a_person_are_named(payroll: Payroll, tmp_path: Path) -> None:
    run = settled(payroll, "a", rows(payroll, 1, 1))
    exported, gone, report = tmp_path / "a.csv", tmp_path / "gone.json", tmp_path / "a.html"
    payouts.export(run, exported)
    payouts.export(run, gone)
    payouts.write_report(run, report)
    gone.unlink()
    assert payroll.runs.erase(document="CC 1053800001").files == (exported, report)
    assert run.files() == [exported, report]
    payouts.export(run, exported)
    assert "Quetzalina1" not in exported.read_text("utf-8")


@pytest.mark.parametrize("person", [{}, {"document": "CC 1", "customer_id": "c"}])
def test_one_person_is_named_in_one_way(payroll: Payroll, person: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="document"):
        payroll.runs.erase(**person)


def test_old_runs_are_purged_when_they_are_settled(payroll: Payroll) -> None:
    old, open_ = settled(payroll, "old", rows(payroll, 1, 1)), payroll.sent("open", rows(payroll, 2, 2))
    payroll.now = START + 91 * 24 * 3600
    young = settled(payroll, "young", rows(payroll, 3, 4))
    assert payroll.runs.purge(older_than=timedelta(days=90)) == ["old"]
    assert names(old) + names(open_) + names(young) == ["", "Quetzalina2", "Quetzalina3"]
    with pytest.raises(ConfigurationError, match="older_than"):
        payroll.runs.purge(older_than=timedelta(0))


def test_a_run_without_a_person_is_not_sent_again(payroll: Payroll) -> None:
    run = settled(payroll, "a", [*rows(payroll, 1, 1), *rows(payroll, 2, 2)])
    run.settle(2, RowState.RETURNED, by="Ana Gil", reason="it came back")
    payroll.runs.erase(document="CC 1053800001")
    run.retry([2], by="Marta Ruiz", reason="new try", approval_key=KEY)
    with pytest.raises(payouts.WrongState, match="erased"):
        run.send(approval_key=KEY)


def test_the_code_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "retention.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(compile(block, "retention.md", "exec"), {})  # noqa: S102 - running the page is the point
    assert capsys.readouterr().out == "0 rows erased, 0 kept\n"
