"""The story of a payroll: closed accounts, kills, an outage, a power cut, a deaf endpoint, and books that agree."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onepay_client import OnePay, Runtime, payouts, reconciliation
from onepay_client.payouts import RowState, RunState
from onepay_client.reconciliation import DiscrepancyKind, Period
from onepay_client.webhooks import EventName, Inbox
from stories.conftest import running
from stories.merchant import Merchant
from stories.pay import RUN
from stories.payroll import BALANCE, WITHOUT_ACCOUNT, PaidPayroll
from support.effort import is_thorough
from support.postgres import Schema

THOROUGH = is_thorough()
PEOPLE = 200 if THOROUGH else 30
CALL = "cashouts_create"
ENDS = [EventName.CASHOUT_PROCESSED, EventName.CASHOUT_REJECTED]
WEEK = 7 * 24 * 3600.0


@pytest.fixture(params=["sqlite", "postgresql"])
def payroll(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PaidPayroll]:
    """A payroll whose run is kept in each database, of a merchant with power cuts."""
    journal, schema = str(tmp_path / "payroll.sqlite"), ""
    if request.param == "postgresql":
        postgres: Schema = request.getfixturevalue("postgres")
        journal, schema = postgres.conninfo, postgres.name
    with running(tmp_path / "sandbox.sqlite") as sandbox:
        merchant = Merchant(sandbox, "payroll", power_cuts=True)
        merchant.control.deposit(BALANCE)
        payroll = PaidPayroll(merchant, PEOPLE, journal, schema)
        yield payroll
        payroll.close()
        merchant.close()


@pytest.mark.parametrize("seed", range(5 if THOROUGH else 1))
def test_a_payroll_agrees_with_the_ledger_to_the_peso(payroll: PaidPayroll, seed: int) -> None:
    merchant, run = payroll.merchant, payroll.run
    hook = merchant.client.webhooks.create(name="Nómina", url=merchant.endpoint.url, events=ENDS).data
    merchant.endpoint.trust(hook.secret, hook.header)
    payroll.approve()
    merchant.control.decide("POST", "/outcomes", {"kind": "cashout", "result": "ACCOUNT_CLOSED"})

    chance = random.Random(seed)  # noqa: S311 - the same kills in every run
    assert payroll.send_until(chance.randint(1, PEOPLE // 4))
    merchant.control.fails(kind="cut", when="after", operation=CALL, times=500)
    status = payroll.send()
    assert status.state is RunState.PAUSED
    assert status.first_not_sent == min((row.line for row in run.rows(RowState.NOT_SENT)), default=0)
    merchant.midway()
    merchant.control.decide("DELETE", "/faults")
    for _ in range(3 if THOROUGH else 0):
        assert payroll.send_until(chance.randint(1, PEOPLE // 8))
    payroll.send()
    for left in run.rows(RowState.UNKNOWN):  # their refusals were lost in the outage, so that nothing proves them
        run.settle(left.line, RowState.FAILED, by="Ana Gil", reason="the panel shows no such payout")
    assert run.state is RunState.FINISHED
    assert run.status().rows[RowState.FAILED].count == WITHOUT_ACCOUNT
    pending = run.rows(RowState.PENDING)
    assert len({row.cashout_id for row in pending}) == PEOPLE - WITHOUT_ACCOUNT

    delivered = hear_all_but_an_hour(payroll, hook.id)
    missed = run.catch_up().open
    assert len(missed) == len(pending) - delivered
    with late(payroll) as client:
        overdue = payouts.Runs(client).get(RUN).catch_up().overdue
    assert {row.line for row in overdue} == {row.line for row in missed}
    entries = merchant.control.decide("GET", "/ledger")["entries"]
    arrived = {entry["id"] for entry in entries if entry["reason"] == "payout arrived"}
    for row in overdue:  # somebody looks each of them up
        state = RowState.PROCESSED if row.cashout_id in arrived else RowState.FAILED
        run.settle(row.line, state, by="Ana Gil", reason="seen in the panel")

    status = run.status()
    assert status.is_settled
    assert status.rows[RowState.FAILED].count == WITHOUT_ACCOUNT + 1
    paid = status.rows[RowState.PROCESSED].total
    assert merchant.control.ledger() == {"balance": BALANCE - paid, "outside": paid - BALANCE, "payouts": 0}
    agrees_with_the_books(payroll, paid)


def hear_all_but_an_hour(payroll: PaidPayroll, webhook_id: str) -> int:
    """Let the bank days pass; the endpoint is down for an hour of the first one. How many ends were heard."""
    merchant, inbox = payroll.merchant, Inbox(payroll.journal)
    merchant.control.advance("PT5M")
    merchant.endpoint.is_down = True
    merchant.control.decide("POST", "/clock/advance", {"to_next_event": True})
    merchant.control.advance("PT1H")
    assert merchant.endpoint.refuses() == 503
    merchant.endpoint.is_down = False
    merchant.control.decide("POST", f"/webhooks/{webhook_id}/enable")
    merchant.control.advance("P5D")
    delivered = [
        each for each in merchant.control.decide("GET", "/deliveries")["data"] if each["status"] == "delivered"
    ]
    for _ in delivered:
        inbox.store(merchant.endpoint.next_delivery())
    assert inbox.handle(payroll.runs.handle).failed == 0
    return len(delivered)


def late(payroll: PaidPayroll) -> OnePay:
    """A client of the same merchant a week later."""
    return payroll.merchant.another_client(journal=payroll.journal, runtime=Runtime(now=lambda: time.time() + WEEK))


def agrees_with_the_books(payroll: PaidPayroll, paid: int) -> None:
    """Books that take everybody for paid differ by who was not, and agree when these are taken out."""
    rows = payroll.run.rows()
    days = [record.day for record in reconciliation.from_run(payroll.run).items if record.day]
    period = Period(min(days), max(days))
    everybody = [{"external_id": row.reference, "amount": -row.amount} for row in rows]

    def compare(entries: list[dict[str, Any]]) -> reconciliation.Reconciliation:
        sources = (reconciliation.from_run(payroll.run), reconciliation.from_journal(payroll.journal))
        return reconciliation.reconcile(period, reconciliation.books(entries), *sources, environment="test")

    wrong = compare(everybody)
    assert wrong.counts == {DiscrepancyKind.PAYOUT_FAILED: WITHOUT_ACCOUNT + 1}
    assert sum(found.difference for found in wrong.discrepancies) == sum(row.amount for row in rows) - paid
    unpaid = {found.records[0].external_id[0] for found in wrong.discrepancies}
    right = compare([entry for entry in everybody if entry["external_id"] not in unpaid])
    assert right.agrees
    assert compare([{"external_id": RUN, "amount": -paid}]).agrees
    assert sum(day.paid_out for day in right.days.values()) == paid
