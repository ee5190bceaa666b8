"""The story of a payroll that meets closed accounts, an outage, a power cut and a refusing bank."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from onepay_client import Backoff, SqliteJournal, payouts
from onepay_client.payouts import RowState, RunState
from onepay_client.webhooks import EventName, Inbox
from stories.people import Mariana
from stories.town import Town

WAGES = range(1_001, 1_017)
CLOSED = 3
KEY = "approval_made_up_for_the_story_of_a_payroll"
CALL = "cashouts_create"


def test_a_payroll_agrees_with_the_ledger_to_the_peso(town: Town, tmp_path: Path) -> None:
    mariana = Mariana(town)
    open_account, closed_account = mariana.account(), mariana.account()
    town.fate.deposit(1_000_000)
    ends = [EventName.CASHOUT_PROCESSED, EventName.CASHOUT_REJECTED]
    hook = town.client.webhooks.create(name="Nómina", url=town.endpoint.url, events=ends).data
    town.endpoint.trust(hook.secret, hook.header)
    rows = [{"amount": wage, "customer_id": mariana.id, "account_id": open_account} for wage in WAGES]
    for row in rows[:CLOSED]:
        row["account_id"] = closed_account

    with closing(SqliteJournal(tmp_path / "payroll.sqlite")) as journal:
        client = town.another_client(journal=journal, backoff=Backoff(base=0.001, cap=0.002))
        runs = payouts.Runs(client)
        run = runs.draft("payroll-2026-11", payouts.read(rows, method="ACH"))
        assert run.check().is_clean
        run.approve(by="Marta Ruiz", approval_key=KEY)
        client.accounts.delete(closed_account)
        town.fate.decide("POST", "/outcomes", {"kind": "cashout", "result": "ACCOUNT_CLOSED"})
        town.fate.fails(kind="cut", when="after", operation=CALL, times=20)
        assert run.send(approval_key=KEY, workers=2).state is RunState.PAUSED
        town.midway()
        town.fate.decide("DELETE", "/faults")
        run.send(approval_key=KEY, workers=2)
        for left in run.rows(RowState.UNKNOWN):  # their refusals were lost in the outage, so that nothing proves them
            assert "HTTP 422" in left.reason
            run.settle(left.line, RowState.FAILED, by="Ana Gil", reason="the panel shows no such payout")
        assert run.state is RunState.FINISHED
        assert run.status().rows[RowState.FAILED].count == CLOSED

        town.fate.advance("P5D")
        inbox = Inbox(journal)
        awaited = {row.cashout_id for row in run.rows(RowState.PENDING)}
        while awaited:
            delivery = town.endpoint.hears()
            inbox.store(delivery)
            awaited.discard(str(delivery.resource_id))
        assert inbox.handle(runs.handle).failed == 0
        status = run.status()
        client.close()

    assert status.is_settled
    assert status.rows[RowState.FAILED].count == CLOSED + 1
    paid = status.rows[RowState.PROCESSED].total
    assert town.fate.ledger() == {"balance": 1_000_000 - paid, "outside": paid - 1_000_000, "payouts": 0}
