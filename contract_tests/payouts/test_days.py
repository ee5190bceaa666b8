"""What the limit of a day counts is kept with each row, and agrees with the rows whatever becomes of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from onepay_client import PostgresJournal, SqliteJournal, payouts
from onepay_client.payouts import RowState, RunState
from onepay_client.payouts.limits import day_number
from onepay_client.storage.database import Transaction
from support.payroll import KEY, START, Payroll, event
from support.postgres import Schema

SPENT = "SELECT day, spent FROM payout_days WHERE spent <> 0 ORDER BY day"
ADDED_UP = """
SELECT claimed_at, amount FROM payout_rows JOIN payout_runs ON number = run
WHERE claimed_at > 0 AND payout_rows.state NOT IN ('not_sent', 'failed')
"""
DAY = 24 * 3600


def counted(payroll: Payroll) -> dict[int, int]:
    """What is counted for each day, after a look whether the rows say the same."""

    def work(transaction: Transaction) -> tuple[dict[int, int], dict[int, int]]:
        added: dict[int, int] = {}
        for claimed_at, amount in transaction.execute(ADDED_UP).fetchall():
            added[day_number(claimed_at)] = added.get(day_number(claimed_at), 0) + amount
        return dict(transaction.execute(SPENT).fetchall()), added

    spent, added = payroll.journal.database.run(work)
    assert spent == added
    return spent


def test_a_day_begins_at_midnight_in_bogota() -> None:
    midnight = 1_764_565_200.0  # 1 December 2025, 0:00 in Bogotá
    assert day_number(midnight) == day_number(midnight - 0.001) + 1 == day_number(midnight + DAY - 1)


def test_the_count_follows_each_row_to_its_end(payroll: Payroll) -> None:
    today = day_number(START)
    run = payroll.sent("a", payroll.rows(1, 2, 4, 8, 16))
    assert counted(payroll) == {today: 31}
    ids = [row.cashout_id for row in run.rows()]
    payroll.runs.handle(event("cashout.processed", ids[0], "processed"))
    payroll.runs.handle(event("cashout.rejected", ids[1], "failed"))
    payroll.runs.handle(event("cashout.rejected", ids[2], "failed"))
    assert counted(payroll) == {today: 25}
    payroll.runs.handle(event("cashout.processed", ids[2], "processed"))  # nobody knows: it may have been paid
    assert counted(payroll) == {today: 29}
    run.settle(3, RowState.FAILED, by="Ana Gil", reason="not in the bank's list")
    run.settle(1, RowState.RETURNED, by="Ana Gil", reason="it came back")
    assert counted(payroll) == {today: 25}
    payroll.now = START + DAY
    run.retry([1, 2], by="Marta Ruiz", reason="new accounts", approval_key=KEY)
    assert counted(payroll) == {today: 24}
    run.send(approval_key=KEY)
    assert counted(payroll) == {today: 24, today + 1: 3}


def test_what_was_refused_or_given_back_is_not_counted(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(600_000, 300_000, 90_000))
    payroll.client.balances.withdraw(amount=320_000, idempotency_key="withdrawal")
    assert run.send(approval_key=KEY, workers=1).state is RunState.PAUSED  # the balance is used up
    assert counted(payroll) == {day_number(START): 600_000}
    payroll.sandbox.deposit(1_000_000)
    assert run.send(approval_key=KEY).state is RunState.FINISHED
    assert counted(payroll) == {day_number(START): 990_000}


def test_an_unknown_payout_counts_until_it_is_settled(payroll: Payroll) -> None:
    run = payroll.approved("a", payroll.rows(5))
    payroll.sandbox.control("POST", "/faults", {"kind": "cut", "when": "after", "operation": "cashouts_create"})
    run.send(approval_key=KEY, workers=1)
    assert counted(payroll) == {day_number(START): 5}
    run.settle(1, RowState.FAILED, by="Ana Gil", reason="the panel does not have it")
    assert counted(payroll) == {}


def test_earlier_databases_are_counted_when_they_are_opened(tmp_path: Path) -> None:
    file = tmp_path / "payroll.sqlite"
    with Payroll.opened(SqliteJournal(file)) as payroll:
        payroll.sent("a", payroll.rows(1, 2))
        payroll.change("DROP TABLE payout_days")
        payroll.change("CREATE INDEX payout_rows_claimed_at ON payout_rows (claimed_at)")
        payroll.change("PRAGMA user_version = 4")
    with Payroll.opened(SqliteJournal(file)) as payroll:
        assert counted(payroll) == {day_number(START): 3}


def test_machines_that_share_a_day_keep_its_limit(postgres: Schema) -> None:
    with Payroll.opened(PostgresJournal(postgres.conninfo, schema=postgres.name)) as payroll:
        names = ["a", "b", "c"]
        for name in names:
            payroll.approved(name, payroll.rows(*[100] * 20))
        limits = payouts.Limits(per_day=3_000)

        def send(name: str) -> None:
            with (
                closing(PostgresJournal(postgres.conninfo, schema=postgres.name)) as journal,
                payroll.another_client(journal=journal) as client,
            ):
                payouts.Runs(client).get(name).send(approval_key=KEY, workers=2, limits=limits)

        with ThreadPoolExecutor(3) as machines:
            list(machines.map(send, names))
        assert payroll.paid_out() == 3_000
        assert counted(payroll) == {day_number(START): 3_000}
