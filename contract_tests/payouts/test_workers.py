"""Several processes share a run in PostgreSQL, and two of them are killed: everybody is paid once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kill_workers import Database, Plan, killed
from onepay_client import ConfigurationError, JournalError, OnePay, PostgresJournal, SqliteJournal, payouts
from onepay_client.payouts import RowState, RunState, StateTotal
from onepay_client.payouts.workers import SentPart, Workers
from support.payroll import KEY, Payroll
from support.postgres import Schema


@pytest.fixture
def queue(postgres: Schema) -> Iterator[str]:
    """The schema of a queue that one test has for itself."""
    name = f"{postgres.name}_jobs"
    yield name
    postgres.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")


def test_workers_that_are_killed_pay_each_row_once(postgres: Schema, queue: str) -> None:
    database = Database(postgres.conninfo, postgres.name, queue)
    plan = Plan(rows=60, size=10, kill_after=3, rate=20, lost_after=1)
    outcome = killed(database, plan)
    assert outcome.kills == 2
    assert outcome.paid == outcome.owed
    assert outcome.payouts == 60
    assert outcome.status.state is RunState.FINISHED
    assert outcome.status.rows == {RowState.PENDING: StateTotal(60, outcome.owed)}


@pytest.fixture
def payroll(postgres: Schema) -> Iterator[Payroll]:
    with Payroll.opened(PostgresJournal(postgres.conninfo, schema=postgres.name)) as payroll:
        yield payroll


@pytest.fixture
def workers(payroll: Payroll, queue: str) -> Workers:
    return Workers(payroll.client, schema=queue, lost_after=1)


def test_a_worker_ends_when_nothing_is_left(payroll: Payroll, workers: Workers) -> None:
    run = payroll.approved("a", payroll.rows(1, 2, 4))
    assert workers.enqueue(run, size=2, approval_key=KEY) == 2
    sent: list[SentPart] = []
    workers.work(approval_key=KEY, threads=2, drain=True, on_part=sent.append)
    assert [part.first for part in sent] == [1, 3]
    assert sent[-1].status.state is RunState.FINISHED
    assert payroll.paid_out() == 7


def test_an_error_ends_the_worker_and_keeps_the_job(
    payroll: Payroll, workers: Workers, caplog: pytest.LogCaptureFixture
) -> None:
    run = payroll.approved("a", payroll.rows(1))
    workers.enqueue(run, approval_key=KEY)
    with pytest.raises(payouts.NotApproved):
        workers.work(approval_key=KEY + "x", drain=True)
    assert KEY not in caplog.text
    workers.work(approval_key=KEY, drain=True)
    assert run.state is RunState.FINISHED


def test_workers_need_a_journal_that_machines_share(tmp_path: Path) -> None:
    with (
        closing(SqliteJournal(tmp_path / "a.sqlite")) as journal,
        OnePay("sk_test_a", journal=journal) as client,
        pytest.raises(ConfigurationError, match="PostgresJournal"),
    ):
        Workers(client)


@pytest.mark.parametrize("options", [{"schema": "a b"}, {"schema": ""}, {"lost_after": 0}, {"lost_after": "1"}])
def test_an_option_that_cannot_be_right_is_refused(payroll: Payroll, options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(options))):
        Workers(payroll.client, **options)


def test_a_queue_that_cannot_be_used_is_an_error_of_ours(payroll: Payroll, postgres: Schema) -> None:
    run = payroll.approved("a", payroll.rows(1))
    workers = Workers(payroll.client, schema="pg_taken")  # a name that PostgreSQL keeps for itself
    with pytest.raises(JournalError, match=r"pg_taken.*ReservedName"):
        workers.enqueue(run, approval_key=KEY)
    assert run.state is RunState.APPROVED
    assert postgres.name not in repr(workers)
