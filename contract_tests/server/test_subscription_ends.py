"""Subscriptions end when they should, once, with their last event."""

from __future__ import annotations

import json

import pytest

from onepay_sandbox.sandbox import Sandbox
from server.callers import CONTROL, Caller
from server.receivers import Receiver
from server.subscribers import SHORT, SentEvents, Subscriber, hear


@pytest.fixture
def subscriber(api: Caller, sandbox: Sandbox) -> Subscriber:
    return Subscriber(api, sandbox)


@pytest.fixture
def sent_events(api: Caller, receiver: Receiver) -> SentEvents:
    """Tells which events of subscriptions were sent, without their family, oldest first."""
    return hear(api, receiver)


@pytest.mark.parametrize("results", [(), (SHORT,) * 4])
def test_a_subscription_is_finished_when_its_last_cycle_is_over(
    api: Caller, subscriber: Subscriber, results: tuple[str, ...]
) -> None:
    subscriber.outcomes("approve", *results)
    made = subscriber.subscribes(cicles=2)
    assert made["end_date"] == "2026-04-02T13:00:00.000000Z"
    api.advance(to="2026-04-02T12:59:59Z")
    assert subscriber.subscription["status"] != "finished"
    api.advance(by="P365D")
    assert (subscriber.subscription["status"], subscriber.subscription["current_cicle"]) == ("finished", 2)
    assert subscriber.subscription["end_date"] == made["end_date"]


@pytest.mark.parametrize("cicles", [0, None])
def test_a_subscription_without_a_number_of_cycles_has_no_end(subscriber: Subscriber, cicles: int | None) -> None:
    assert subscriber.subscribes(cicles=cicles)["end_date"] is None


def test_unpaid_subscription_is_canceled_after_its_days(
    api: Caller, subscriber: Subscriber, sent_events: SentEvents
) -> None:
    subscriber.outcomes(*[SHORT] * 9)
    subscriber.subscribes(cancel_after_no_payment_before=10, cicle_frequency="weekly")
    api.advance(by="P9DT23H")
    assert subscriber.subscription["status"] == "unpaid"
    api.advance(by="PT1H")
    assert (subscriber.subscription["status"], subscriber.subscription["end_date"][:10]) == ("canceled", "2026-02-12")
    api.advance(by="P30D")
    assert sent_events()[-1] == "canceled"


def test_a_subscription_that_is_paid_in_time_is_not_canceled(api: Caller, subscriber: Subscriber) -> None:
    subscriber.outcomes(SHORT, "approve")
    subscriber.subscribes(cancel_after_no_payment_before=2)
    api.advance(by="P200D")
    assert subscriber.subscription["status"] == "active"


def test_days_without_payment_count_from_the_last_payment(api: Caller, subscriber: Subscriber) -> None:
    subscriber.outcomes(SHORT, "approve", *[SHORT] * 9)
    subscriber.subscribes(cancel_after_no_payment_before=10, cicle_frequency="weekly")
    api.advance(by="P16DT23H")
    assert subscriber.subscription["status"] == "unpaid"
    api.advance(by="PT1H")
    assert subscriber.subscription["status"] == "canceled"


def test_frozen_subscription_is_not_canceled_unpaid(api: Caller, subscriber: Subscriber) -> None:
    subscriber.outcomes(SHORT)
    made = subscriber.subscribes(cancel_after_no_payment_before=2)
    api.control("POST", f"/subscriptions/{made['id']}/freeze")
    api.advance(by="P100D")
    assert (subscriber.subscription["status"], subscriber.collected) == ("frozen", 0)


def test_late_money_changes_only_the_balance(api: Caller, subscriber: Subscriber, sent_events: SentEvents) -> None:
    subscriber.subscribes("account", cicle_frequency="daily", cicles=1, start_date="2026-02-06T08:00:00-05:00")
    api.advance(to="2026-02-09T16:00:00Z")
    assert (sent_events(), subscriber.collected) == (["created", "finished"], 180_000)
    assert subscriber.subscription["status"] == "finished"


def test_a_canceled_subscription_collects_nothing_more(
    api: Caller, subscriber: Subscriber, sent_events: SentEvents
) -> None:
    made = subscriber.subscribes()
    api.advance(by="P3D")
    assert api.delete(f"/subscriptions/{made['id']}").is_success
    api.advance(by="P100D")
    assert (subscriber.subscription["status"], subscriber.collected) == ("canceled", 180_000)
    assert subscriber.subscription["end_date"] == "2026-02-05T13:00:00.000000Z"
    assert sent_events() == ["created", "active", "paid", "canceled"]


def test_canceling_stops_what_is_under_way(api: Caller, subscriber: Subscriber) -> None:
    made = subscriber.subscribes("account")
    charge_id = subscriber.state["charge_id"]
    assert api.got(f"/charges/{charge_id}")["status"] == "processing"
    assert api.delete(f"/subscriptions/{made['id']}").is_success
    assert api.got(f"/charges/{charge_id}")["remarks"] == ["CANCELLED_BY_MERCHANT"]
    assert (subscriber.state["tries"], subscriber.state["retry_at"]) == (0, None)
    api.advance(by="P30D")
    assert subscriber.collected == 0


def test_canceling_withdraws_the_request(api: Caller, subscriber: Subscriber) -> None:
    made = subscriber.subscribes("")
    payment_id = subscriber.state["payment_id"]
    assert api.delete(f"/subscriptions/{made['id']}").is_success
    assert api.got(f"/payments/{payment_id}")["status"] == "cancelled"


def test_a_subscription_can_be_canceled_once(api: Caller, subscriber: Subscriber) -> None:
    path = f"/subscriptions/{subscriber.subscribes()['id']}"
    assert [api.delete(path).status_code for _ in range(2)] == [204, 422]
    assert api.delete("/subscriptions/nothing").status_code == 404


def test_cancellation_event_has_the_subscribed_spelling(api: Caller, subscriber: Subscriber) -> None:
    events = ["subscription.cancelled"]
    api.made("/webhooks", {"name": "Tienda", "url": "http://127.0.0.1:9/hook", "events": events})
    api.delete(f"/subscriptions/{subscriber.subscribes()['id']}")
    assert [delivery["event"] for delivery in api.control("GET", "/deliveries")["data"]] == events


def test_end_of_a_subscription_comes_in_the_data_envelope_too(
    api: Caller, subscriber: Subscriber, receiver: Receiver
) -> None:
    api.control("PUT", "/settings", {"envelope": "data"})
    hear(api, receiver)
    made = subscriber.subscribes()
    api.delete(f"/subscriptions/{made['id']}")
    event = json.loads(receiver.received[-1][1])
    assert (event["event"], event["data"]["id"]) == ("subscription.canceled", made["id"])
    assert event["data"] == {**made, **{name: event["data"][name] for name in ("status", "current_cicle", "end_date")}}


def test_frozen_subscription_collects_nothing_until_thawed(api: Caller, subscriber: Subscriber) -> None:
    path = f"/subscriptions/{subscriber.subscribes(cicles=3)['id']}"
    assert api.control("POST", f"{path}/freeze")["status"] == "frozen"
    api.advance(by="P60D")
    assert (subscriber.subscription["current_cicle"], subscriber.collected) == (1, 180_000)
    assert subscriber.subscription["end_date"][:10] == "2026-07-02"  # two cycles later than it was
    assert api.control("POST", f"{path}/thaw")["status"] == "active"
    api.advance(by="P90D")
    assert (subscriber.subscription["status"], subscriber.collected) == ("finished", 3 * 180_000)


def test_freeze_and_thaw_need_the_fitting_state(api: Caller, subscriber: Subscriber) -> None:
    path = f"/subscriptions/{subscriber.subscribes()['id']}"
    assert api.post(f"{path}/thaw", base=CONTROL).status_code == 422
    api.delete(path)
    assert api.post(f"{path}/freeze", base=CONTROL).status_code == 422
