"""A delivery is stored before it is answered, and handled once, whenever there is time."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from onepay_client import ConfigurationError, MoneyState, outcome_of
from onepay_client.outcomes import STATUS_MEANINGS, StatusSet
from onepay_client.payouts import RowState
from onepay_client.webhooks import CaughtUp, Delivery, Inbox, InboxResult, Receiver, catch_up, sign
from onepay_client.webhooks.inbox import EVENTS
from support.payroll import START, Payroll, event

SECRET = "whsec_made_up"  # noqa: S105 - it opens nothing


def delivered(inbox: Inbox, cashout_id: str, name: str = "cashout.processed") -> int:
    body = json.dumps({"event": name, "data": {"id": cashout_id, "status": "processed"}}).encode()
    receiver = Receiver(secret=SECRET)
    return receiver.handle(body, {"signature": sign(body, SECRET)}, inbox.store).status


def test_stored_events_settle_their_rows_later_and_once(payroll: Payroll) -> None:
    run = payroll.sent("a", payroll.rows(1))
    inbox = Inbox(payroll.journal)
    cashout_id = run.rows()[0].cashout_id
    assert delivered(inbox, cashout_id) == delivered(inbox, cashout_id) == 200
    assert run.rows()[0].state is RowState.PENDING
    assert inbox.waiting() == 1
    assert inbox.handle(payroll.runs.handle) == InboxResult(1, 0, 0)
    assert inbox.handle(payroll.runs.handle) == InboxResult(0, 0, 0)
    assert run.rows()[0].state is RowState.PROCESSED
    assert delivered(inbox, cashout_id) == 200
    assert inbox.waiting() == 0


def test_a_failing_handler_stops_no_other_event(payroll: Payroll, caplog: pytest.LogCaptureFixture) -> None:
    now = [START]
    inbox = Inbox(payroll.journal, clock=lambda: now[0])
    for name in ("first", "second"):
        inbox.store(event("cashout.processed", name, "processed"))
        now[0] += 1
    handled: list[str | None] = []

    def handler(delivery: Delivery) -> None:
        if delivery.resource_id == "first" and now[0] < START + 10:
            raise ZeroDivisionError("secret")
        handled.append(delivery.resource_id)

    with caplog.at_level(logging.ERROR):
        assert inbox.handle(handler) == InboxResult(1, 1, 1)
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text
    assert inbox.handle(handler) == InboxResult(0, 0, 1)
    now[0] = START + 10
    assert inbox.handle(handler, limit=1) == InboxResult(1, 0, 0)
    assert handled == ["second", "first"]
    assert inbox.forget(now[0]) == 2


def test_an_event_whose_process_died_is_handled_again(payroll: Payroll) -> None:
    now = [START]
    inbox = Inbox(payroll.journal, lease=60, clock=lambda: now[0])
    inbox.store(event("cashout.processed", "c", "processed"))

    def die(_: Delivery) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        inbox.handle(die)
    handled: list[Any] = []
    assert inbox.handle(handled.append) == InboxResult(0, 0, 1)
    now[0] += 61
    assert inbox.handle(handled.append) == InboxResult(1, 0, 0)
    assert [delivery.resource_id for delivery in handled] == ["c"]


def test_bodies_are_erased_when_they_were_handled(payroll: Payroll, tmp_path: Path) -> None:
    inbox = Inbox(payroll.journal)
    inbox.store(event("cashout.processed", "canary-of-the-inbox", "processed"))
    assert inbox.handle(lambda _: None).handled == 1
    payroll.journal.close()
    assert not [path for path in tmp_path.iterdir() if b"canary-of-the-inbox" in path.read_bytes()]


def test_an_inbox_needs_a_journal() -> None:
    with pytest.raises(ConfigurationError):
        Inbox(None)


def test_missed_payments_reach_the_same_handler_once(payroll: Payroll) -> None:
    paid, left_open = (payroll.client.payments.create(title="Café de origen", amount=10_000) for _ in range(2))
    payroll.sandbox.control("POST", f"/payments/{paid.id}/attempts", {"method": "pse"})
    inbox = Inbox(payroll.journal)
    created_after = datetime(2026, 2, 1, tzinfo=UTC)
    first = catch_up(payroll.client, inbox, created_after=created_after)
    assert (first, inbox.waiting()) == (CaughtUp(1, first.untold), 1)
    assert "cashout" in first.untold
    assert catch_up(payroll.client, inbox, created_after=created_after).stored == inbox.waiting() == 1
    handled: list[Delivery] = []
    inbox.handle(handled.append)
    [delivery] = handled
    assert (delivery.name, delivery.resource_id, delivery.is_test) == ("payment.approved", paid.id, True)
    assert outcome_of(delivery).paid
    assert left_open.id != paid.id
    assert catch_up(payroll.client, inbox, created_after=datetime(2027, 1, 1, tzinfo=UTC)).stored == 0
    with pytest.raises(ConfigurationError, match="time zone"):
        catch_up(payroll.client, inbox, created_after=datetime(2026, 2, 1))  # noqa: DTZ001 - that is the mistake


def test_every_state_that_ends_something_has_its_event() -> None:
    for family, states in (("payment", StatusSet.PAYMENT), ("charge", StatusSet.CHARGE)):
        ended = {
            row.status
            for row in STATUS_MEANINGS
            if row.status_set is states and row.state is not MoneyState.OPEN and row.status != "refunded"
        }
        assert EVENTS[family].keys() - {"refunded"} == ended
