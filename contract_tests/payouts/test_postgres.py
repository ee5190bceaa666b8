"""Runs and inboxes live in PostgreSQL as they do in SQLite."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onepay_client import PostgresJournal, payouts
from onepay_client.payouts import RowState, RunState
from onepay_client.webhooks import Inbox, InboxResult
from support.payroll import KEY, START, Payroll, event
from support.postgres import Schema


@pytest.fixture
def payroll(postgres: Schema) -> Iterator[Payroll]:
    with Payroll.opened(PostgresJournal(postgres.conninfo, schema=postgres.name)) as payroll:
        yield payroll


def test_a_run_is_paid_settled_repeated_and_purged(payroll: Payroll, postgres: Schema) -> None:
    rows = [row | {"first_name": "Quetzalina"} for row in payroll.rows(1, 2, 3)]
    run = payroll.sent("a", rows)
    first, second, third = run.rows()
    assert run.state is RunState.FINISHED
    inbox = Inbox(payroll.journal)
    for name, row, status in (("processed", first, "processed"), ("rejected", second, "failed")):
        inbox.store(event(f"cashout.{name}", row.cashout_id, status))
        inbox.store(event(f"cashout.{name}", row.cashout_id, status))
    assert inbox.handle(payroll.runs.handle) == InboxResult(2, 0, 0)
    run.settle(3, RowState.RETURNED, by="Ana Gil", reason="it came back")
    assert [row.state for row in run.rows()] == [RowState.PROCESSED, RowState.FAILED, RowState.RETURNED]
    run.retry([2], by="Marta Ruiz", reason="new try", approval_key=KEY)
    assert run.send(approval_key=KEY).state is RunState.FINISHED
    again = run.rows()[1].cashout_id
    assert again not in ("", second.cashout_id, third.cashout_id)
    payroll.runs.handle(event("cashout.processed", again, "processed"))
    assert run.status().is_settled
    run.purge()
    assert {row.name for row in run.rows()} == {""}
    assert not [row for (row,) in postgres.execute("SELECT content FROM payout_private") if b"Quetzalina" in bytes(row)]
    assert payroll.paid_out() == 8


def test_a_repeated_file_and_a_changed_byte_are_noticed(payroll: Payroll, postgres: Schema) -> None:
    rows = payroll.rows(1)
    run = payroll.approved("a", rows)
    with pytest.raises(payouts.RepeatedFile):
        payroll.runs.draft("b", payouts.read(rows))
    postgres.execute("UPDATE payout_rows SET amount = 2")
    with pytest.raises(payouts.NotApproved):
        run.send(approval_key=KEY)


def test_an_outage_and_the_limit_of_a_day_pause(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(*range(1, 11)))
    payroll.sandbox.control("POST", "/faults", {"kind": "cut", "when": "after", "operation": "cashouts_create"})
    assert run.send(approval_key=KEY, workers=2).state is RunState.PAUSED
    payroll.sandbox.control("DELETE", "/faults")
    limits = payouts.Limits(per_day=40)
    status = run.send(approval_key=KEY, limits=limits)
    assert (status.state, status.first_not_sent) == (RunState.PAUSED, 9)
    payroll.now = START + 24 * 3600
    assert run.send(approval_key=KEY, limits=limits).state is RunState.FINISHED
    assert payroll.paid_out() == 55


def test_accounts_of_earlier_runs_are_remembered(payroll: Payroll) -> None:
    rows = payroll.rows(1)
    payroll.sent("a", rows)
    person = payroll.client.customers.get(rows[0]["customer_id"])
    other = rows[0] | {"account_id": payroll.account(person, "777").id}
    report = payroll.runs.draft("b", payouts.read([other])).check()
    assert [problem.rule for problem in report.to_confirm] == ["changed_account"]
