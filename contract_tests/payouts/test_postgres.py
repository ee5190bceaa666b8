"""Runs and inboxes live in PostgreSQL as they do in SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

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


def test_of_several_machines_one_sends_a_run(payroll: Payroll, postgres: Schema) -> None:
    payroll.approved("a", payroll.rows(*[100] * 20))
    journals = [PostgresJournal(postgres.conninfo, schema=postgres.name) for _ in range(3)]

    def send(journal: PostgresJournal) -> str:
        with payroll.another_client(journal=journal) as client:
            try:
                payouts.Runs(client).get("a").send(approval_key=KEY, workers=2)
            except payouts.WrongState:
                return "refused"
            return "sent"

    with ThreadPoolExecutor(3) as machines:
        results = sorted(machines.map(send, journals))
    assert results == ["refused", "refused", "sent"]
    assert payroll.paid_out() == 2000
    assert len({row.cashout_id for row in payroll.runs.get("a").rows()}) == 20
    for journal in journals:
        journal.close()


def test_of_several_machines_one_handles_an_event(payroll: Payroll, postgres: Schema) -> None:
    def fail(_: object) -> None:
        raise AssertionError("it is handled twice")

    Inbox(payroll.journal).store(event("cashout.processed", "c1", "processed"))
    with closing(PostgresJournal(postgres.conninfo, schema=postgres.name)) as journal:
        results: list[InboxResult] = []
        mine = Inbox(payroll.journal).handle(lambda _: results.append(Inbox(journal).handle(fail)))
        assert (mine, results) == (InboxResult(1, 0, 0), [InboxResult(0, 0, 1)])
        assert Inbox(journal).handle(fail) == InboxResult(0, 0, 0)
