"""Only events, lists and people settle a row, and only what is known to have failed is paid again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from onepay_client import ConfigurationError, models, payouts
from onepay_client.payouts import RowState, RunState
from onepay_client.payouts.repository import Repository, next_state
from onepay_client.reconciliation import from_run
from onepay_core.decode import read
from support.payroll import KEY, START, Payroll, event

DAY = 24 * 3600


def test_events_bring_each_row_to_its_end(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1, 2, 3, 4))
    first, second, third, fourth = run.rows()
    payroll.runs.handle(event("cashout.completed", first.cashout_id, "processed"))
    payroll.runs.handle(event("cashout.rejected", second.cashout_id, "failed"))
    payroll.runs.handle(event("cashout.cancelled", third.cashout_id, "cancelled"))
    payroll.runs.handle(event("cashout.processing", fourth.cashout_id, "processing"))
    assert [row.state for row in run.rows()] == [
        RowState.PROCESSED,
        RowState.FAILED,
        RowState.FAILED,
        RowState.PROCESSING,
    ]
    assert run.rows()[1].source == "event cashout.rejected"
    assert not run.status().is_settled
    payroll.runs.handle(event("cashout.processed", fourth.cashout_id, "processed"))
    assert run.status().is_settled
    assert run.state is RunState.FINISHED


def test_a_payout_that_was_paid_and_then_failed_has_come_back(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1))
    cashout_id = run.rows()[0].cashout_id
    payroll.runs.handle(event("cashout.processed", cashout_id, "processed"))
    payroll.runs.handle(event("cashout.rejected", cashout_id, "failed"))
    assert run.rows()[0].state is RowState.RETURNED


def test_events_are_put_in_order_by_their_own_moments(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1, 2))
    came_back, paid_later = (row.cashout_id for row in run.rows())
    paid, failed = (int(START) + 100, int(START) + 200)
    payroll.runs.handle(event("cashout.rejected", came_back, "failed", at=failed))
    payroll.runs.handle(event("cashout.processed", came_back, "processed", at=paid))
    payroll.runs.handle(event("cashout.processed", paid_later, "processed", at=failed))
    payroll.runs.handle(event("cashout.rejected", paid_later, "failed", at=paid))
    assert [row.state for row in run.rows()] == [RowState.RETURNED, RowState.UNKNOWN]


@pytest.mark.parametrize("decided", [RowState.FAILED, RowState.PROCESSED])
def test_what_a_person_decides_outlives_the_events_before_it(decided: RowState, payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1))
    [row] = run.rows()
    payroll.runs.handle(event("cashout.rejected", row.cashout_id, "failed"))
    payroll.runs.handle(event("cashout.processed", row.cashout_id, "processed"))
    assert run.rows()[0].state is RowState.UNKNOWN
    run.settle(1, decided, by="Ana Gil", reason="the panel says so")
    payroll.runs.handle(event("cashout.rejected", row.cashout_id, "failed"))  # delivered again
    payroll.runs.handle(event("cashout.processing", row.cashout_id, "processing"))
    [after] = run.rows()
    assert (after.state, after.source) == (decided, "Ana Gil")


def test_events_of_others_change_nothing(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1))
    cashout_id = run.rows()[0].cashout_id
    payroll.runs.handle(event("payment.approved", cashout_id, "approved"))
    payroll.runs.handle(event("cashout.processed", "somebody-elses", "processed"))
    payroll.runs.handle(event("cashout.moved", cashout_id, "on_its_way"))
    payroll.runs.handle(event("cashout.processed", cashout_id, "processed", is_test=False))
    assert run.rows()[0].state is RowState.PENDING


def test_early_news_settle_the_row_when_it_is_written(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1))
    [row] = run.rows()
    payroll.change("UPDATE payout_rows SET state = 'sending', cashout_id = ''")
    payroll.change("UPDATE payout_runs SET state = 'running'")
    payroll.runs.handle(event("cashout.processed", row.cashout_id, "processed"))
    assert run.rows()[0].state is RowState.SENDING
    run.send(approval_key=KEY)
    assert (run.rows()[0].state, run.rows()[0].cashout_id) == (RowState.PROCESSED, row.cashout_id)
    assert payroll.paid_out() == 1


@pytest.mark.parametrize(
    ("known", "news", "state"),
    [
        (RowState.PENDING, RowState.PROCESSING, RowState.PROCESSING),
        (RowState.PROCESSING, RowState.PENDING, None),
        (RowState.PROCESSED, RowState.PROCESSING, None),
        (RowState.PROCESSED, RowState.PROCESSED, None),
        (RowState.PROCESSED, RowState.FAILED, RowState.RETURNED),
        (RowState.FAILED, RowState.PROCESSED, RowState.UNKNOWN),
        (RowState.FAILED, RowState.PENDING, None),
        (RowState.RETURNED, RowState.PROCESSED, None),
        (RowState.UNKNOWN, RowState.PROCESSED, RowState.PROCESSED),
    ],
)
def test_late_and_repeated_news_take_no_end_back(known: RowState, news: RowState, state: RowState | None) -> None:
    assert next_state(known, news) is state


def test_people_settle_rows_by_name_and_with_a_reason(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1, 2))
    settled = run.settle(1, RowState.PROCESSED, by="Ana Gil", reason="the bank's list of 1 February")
    assert (settled.state, settled.source) == (RowState.PROCESSED, "Ana Gil")
    assert run.settle(1, RowState.RETURNED, by="Ana Gil", reason="it came back").state is RowState.RETURNED
    for line, state in ((1, RowState.FAILED), (2, RowState.UNKNOWN), (2, RowState.PENDING), (9, RowState.FAILED)):
        with pytest.raises(payouts.WrongState):
            run.settle(line, state, by="Ana Gil", reason="x")
    for by, reason in (("", "x"), ("Ana Gil", " ")):
        with pytest.raises(ConfigurationError, match="name"):
            run.settle(2, RowState.FAILED, by=by, reason=reason)
    assert [entry[2:4] for entry in run.history()][-2:] == [("processed", "Ana Gil"), ("returned", "Ana Gil")]


@pytest.mark.parametrize("name", ["api", "list", "event cashout.processed", " api "])
def test_nobody_decides_under_the_name_of_an_event(name: str, payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(100))
    with pytest.raises(ConfigurationError, match="a person"):
        run.settle(1, RowState.PROCESSED, by=name, reason="so it looks as if OnePay had said it")


def test_only_what_failed_is_paid_again_and_under_a_new_key(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1, 2))
    first, second = run.rows()
    with pytest.raises(payouts.WrongState, match="pending"):
        run.retry([1], by="Marta Ruiz", reason="new try", approval_key=KEY)
    payroll.runs.handle(event("cashout.rejected", second.cashout_id, "failed"))
    assert run.rows(RowState.FAILED)[0].reason == "OnePay said so (event cashout.rejected)"
    [again] = run.retry([2], by="Marta Ruiz", reason="the bank was closed", approval_key=KEY)
    assert (again.state, again.attempt, again.key != second.key) == (RowState.NOT_SENT, 2, True)
    assert run.send(approval_key=KEY).state is RunState.FINISHED
    paid = run.rows()
    assert paid[0] == first
    assert paid[1].cashout_id not in ("", second.cashout_id)
    assert ("to be paid again", "Marta Ruiz: the bank was closed") in [entry[2:4] for entry in run.history()]


def test_many_rows_are_released_with_one_look_at_the_run(payroll: Payroll, monkeypatch: pytest.MonkeyPatch) -> None:
    run = payroll.sent("a", payroll.rows(*range(1, 21)))
    for row in run.rows():
        payroll.runs.handle(event("cashout.rejected", row.cashout_id, "failed"))
    looks: list[int] = []
    contents = Repository.contents

    def look(*given: Any) -> Any:
        looks.append(1)
        return contents(*given)

    monkeypatch.setattr(Repository, "contents", look)
    released = run.retry(range(1, 21), by="Marta Ruiz", reason="a new bank file", approval_key=KEY)
    assert [row.attempt for row in released] == [2] * 20
    assert len(looks) == 1


def test_a_failed_payout_that_was_paid_after_all_raises_an_alarm(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1))
    former = run.rows()[0].cashout_id
    payroll.runs.handle(event("cashout.rejected", former, "failed"))
    run.retry([1], by="Marta Ruiz", reason="new try", approval_key=KEY)
    run.send(approval_key=KEY)
    payroll.runs.handle(event("cashout.processed", former, "processed"))
    assert run.rows()[0].reason.startswith("ALARM")
    payroll.runs.handle(event("cashout.processed", run.rows()[0].cashout_id, "processed"))
    assert run.rows()[0].state is RowState.PROCESSED
    assert run.rows()[0].reason.startswith("ALARM")
    assert [row.code for row in from_run(run).items] == ["processed", "processed"]


def test_what_was_paid_after_all_is_not_paid_again(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1))
    former = run.rows()[0].cashout_id
    payroll.runs.handle(event("cashout.rejected", former, "failed"))
    run.retry([1], by="Marta Ruiz", reason="new try", approval_key=KEY)
    payroll.runs.handle(event("cashout.processed", former, "processed"))
    [row] = run.rows()
    assert (row.state, row.cashout_id) == (RowState.UNKNOWN, former)
    assert run.send(approval_key=KEY).state is RunState.PAUSED
    assert payroll.paid_out() == 1
    run.settle(1, RowState.PROCESSED, by="Ana Gil", reason="the bank has paid it")
    assert run.state is RunState.FINISHED


@pytest.mark.parametrize(
    ("name", "status"),
    [("cashout.returned", "back"), ("cashout.rejected", "processed"), ("cashout.processed", "?")],
)
def test_an_event_that_is_not_understood_is_named(name: str, status: str, payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1))
    cashout_id = run.rows()[0].cashout_id
    payroll.runs.handle(event("cashout.processed", cashout_id, "processed"))
    payroll.runs.handle(event(name, cashout_id, status))
    [row] = run.rows()
    assert row.state is RowState.PROCESSED
    assert row.reason.endswith(f"look the payout up in the panel (event {name})")
    assert f"contradictorio; busque el pago en el panel (event {name})" in payouts.report_html(run)
    assert run.settle(1, RowState.RETURNED, by="Ana Gil", reason="it came back").reason == "it came back"


def test_the_maker_cannot_have_a_row_paid_again(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1))
    run.settle(1, RowState.FAILED, by="Ana Gil", reason="closed account")
    run.retry([1], by="The maker", reason="x", approval_key="a key that the maker made up on his own")
    with pytest.raises(payouts.NotApproved):
        run.send(approval_key=KEY)


def test_catching_up_says_where_nothing_can_tell(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1, 2))
    payroll.runs.handle(event("cashout.processed", run.rows()[0].cashout_id, "processed"))
    payroll.now = START + DAY
    assert [row.line for row in run.catch_up().open] == [2]
    payroll.now = START + 7 * DAY
    found = run.catch_up()
    assert ([row.line for row in found.overdue], found.open, found.settled) == ([2], (), ())


CASHOUT: dict[str, Any] = {
    "customer_id": "c",
    "account_id": "a",
    "is_test": True,
    "amount": 1,
    "status": "processed",
    "scheduled_at": None,
    "created_at": "2026-02-02T13:00:00Z",
    "external_id": None,
    "method": "ACH",
}
TRANSACTION: dict[str, Any] = {
    "id": "t",
    "type": "deposit",
    "amount": 1,
    "label": "$1",
    "concept": "x",
    "subtype": "WITHDRAW",
    "confirmed": True,
    "node_type": "CashoutLine",
    "created_at": "2026-02-02T13:00:00Z",
}


def test_catching_up_settles_what_a_list_shows(payroll: Payroll, monkeypatch: pytest.MonkeyPatch) -> None:
    run = payroll.sent("a", payroll.rows(1))
    shown = TRANSACTION | {"node": CASHOUT | {"id": run.rows()[0].cashout_id}}
    listed = [read(json.dumps(shown).encode(), models.WalletTransaction)[0]]  # the sandbox pays nothing from wallets

    def lists(_wallets: object, _customer_id: str) -> object:
        return listed

    monkeypatch.setattr(type(payroll.client.wallets), "list_transactions", lists)
    assert [row.source for row in run.catch_up().settled] == ["list"]
    assert run.rows()[0].state is RowState.PROCESSED
