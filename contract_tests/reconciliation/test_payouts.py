"""Payout runs are held against books that have an entry for each payout, or one for the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onepay_client import SqliteJournal, payouts, reconciliation
from onepay_client.payouts import RowState
from onepay_client.reconciliation import DiscrepancyKind as Kind
from onepay_client.reconciliation import Period, Records, Source
from support.payroll import KEY, Payroll, event

PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def payroll(tmp_path: Path) -> Iterator[Payroll]:
    with Payroll.opened(SqliteJournal(tmp_path / "payroll.sqlite")) as payroll:
        yield payroll


def counts(run: payouts.Run, rows: list[dict[str, Any]], *others: Records) -> dict[Kind, int]:
    """How many discrepancies of each kind there are between a run and these books."""
    books = reconciliation.books([{"id": "", "external_id": "", "key": "", **row} for row in rows])
    given = (reconciliation.from_run(run), Records(Source.API), *others)
    return reconciliation.reconcile(PERIOD, books, *given, environment="test").counts


def settled(payroll: Payroll, *states: RowState) -> payouts.Run:
    """A run with a payout in each state, of 1,000 pesos and one more each."""
    run = payroll.sent("nómina 1", payroll.rows(*range(1_000, 1_000 + len(states))))
    for row, state in zip(run.rows(), states, strict=True):
        run.settle(row.line, RowState.PROCESSED if state is RowState.RETURNED else state, by="Ana", reason="the bank")
        if state is RowState.RETURNED:
            run.settle(row.line, state, by="Ana", reason="the bank")
    return run


def test_one_entry_stands_for_the_payouts_whose_ids_it_names(payroll: Payroll) -> None:
    run = settled(payroll, RowState.PROCESSED, RowState.PROCESSED)
    ids = " ".join(row.cashout_id for row in run.rows())
    assert counts(run, [{"id": ids, "amount": -2_001}]) == {}
    assert counts(run, [{"id": ids, "amount": -2_000}]) == {Kind.AMOUNT: 1}


def test_one_entry_stands_for_the_run_that_it_names(payroll: Payroll) -> None:
    run = settled(payroll, RowState.PROCESSED, RowState.PROCESSED, RowState.FAILED, RowState.RETURNED)
    entry: dict[str, Any] = {"external_id": "nómina 1", "amount": -2_001}
    assert counts(run, [entry]) == {}
    assert counts(run, [{**entry, "amount": -4_006}]) == {Kind.PAYOUT_FAILED: 1, Kind.PAYOUT_RETURNED: 1}
    assert counts(run, [{**entry, "amount": -5_000}])[Kind.AMOUNT] == 1


def test_rows_of_a_run_are_no_entry_for_each_other(payroll: Payroll) -> None:
    run = settled(payroll, RowState.PROCESSED, RowState.PROCESSED)
    rows = [{"external_id": f"nómina 1/{row.line}", "amount": -row.amount} for row in run.rows()]
    assert counts(run, rows) == {}
    assert counts(run, rows[:1]) == {Kind.MISSING_IN_BOOKS: 1}


def test_a_payout_that_still_waits_in_the_books_was_paid(payroll: Payroll) -> None:
    run = settled(payroll, RowState.PROCESSED)
    books = [{"external_id": "nómina 1/1", "amount": -1_000, "status": "pendiente"}]
    assert counts(run, books) == {Kind.NOT_BOOKED_AS_PAID: 1}


def test_a_payout_that_was_paid_again_and_before_is_twice(payroll: Payroll) -> None:
    run = settled(payroll, RowState.FAILED)
    former = run.rows()[0].cashout_id
    run.retry([1], by="Marta Ruiz", reason="another try", approval_key=KEY)
    run.send(approval_key=KEY)
    books = [{"external_id": "nómina 1/1", "amount": -1_000}]
    assert counts(run, books) == {Kind.PAYOUT_OPEN: 1}
    payroll.runs.handle(event("cashout.processed", former, "processed"))
    assert counts(run, books) == {Kind.PAYOUT_TWICE: 1}


def test_an_unknown_payout_is_named_once(payroll: Payroll) -> None:
    run = payroll.approved("nómina 1", payroll.rows(1_000))
    payroll.sandbox.control("POST", "/faults", {"kind": "cut", "when": "after", "operation": "cashouts_create"})
    run.send(approval_key=KEY, workers=1)
    assert run.rows()[0].state is RowState.UNKNOWN
    journal = reconciliation.from_journal(payroll.journal)
    assert counts(run, [], journal) == {Kind.OUTCOME_UNKNOWN: 1}
    assert counts(run, [{"external_id": "nómina 1/1", "amount": -1_000}], journal) == {Kind.OUTCOME_UNKNOWN: 1}
