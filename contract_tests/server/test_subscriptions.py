"""Subscriptions collect each cycle once, and try again as documented."""

from __future__ import annotations

from typing import Any, Final

import pytest

from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.cast import MARIANA
from server.receivers import Receiver
from server.subscribers import SHORT, TERMS, SentEvents, Subscriber, hear

TRIAL: Final[dict[str, Any]] = {"has_trial": True, "trial_days": 14}


@pytest.fixture
def subscriber(api: Caller, sandbox: Sandbox) -> Subscriber:
    return Subscriber(api, sandbox)


@pytest.fixture
def sent_events(api: Caller, receiver: Receiver) -> SentEvents:
    """Tells which events of subscriptions were sent, without their family, oldest first."""
    return hear(api, receiver)


def test_subscription_is_active_once_first_cycle_is_collected(subscriber: Subscriber) -> None:
    made = subscriber.subscribes()
    assert (made["status"], made["current_cicle"], made["start_date"]) == ("created", 0, made["created_at"])
    assert (subscriber.subscription["status"], subscriber.subscription["current_cicle"]) == ("active", 1)
    assert subscriber.collected == 180_000


def test_the_list_leaves_out_the_four_fields_that_its_page_lacks(subscriber: Subscriber) -> None:
    made = subscriber.subscribes()
    left_out = {"suggest_auto_debit", "payment_mode", "remember_to_pay_before", "cancel_after_no_payment_before"}
    assert set(made) - set(subscriber.subscription) == left_out


def test_a_subscription_follows_the_terms_of_its_plan(api: Caller, subscriber: Subscriber) -> None:
    plan = {"reference_price_in_cents": 20_000_000, "cicles": 3, "internal_id": "CASA-4", "currency": "COP"}
    plan_id = api.made("/plans", {**TERMS, **plan})["id"]
    body = {"customer_id": subscriber.customer_id, "plan_id": plan_id, "payment_method_id": subscriber.method("card")}
    made = api.made("/subscriptions", body)
    assert (made["plan_id"], made["amount_in_cents"], made["cicles"]) == (plan_id, 18_000_000, 3)
    assert (made["reference_price_in_cents"], made["internal_id"], made["metadata"]) == ("20000000", "CASA-4", {})
    assert subscriber.collected == 180_000


def test_a_cycle_is_an_intent_of_its_subscription(api: Caller, subscriber: Subscriber) -> None:
    made = subscriber.subscribes()
    (intent,) = api.got("/payment-intents")["data"]
    assert intent["source"] == {"type": "Subscription", "id": made["id"]}
    assert (intent["id"], intent["description"]) == (subscriber.state["charge_id"], "Café de la casa")


def test_a_year_has_twelve_monthly_cycles(api: Caller, subscriber: Subscriber) -> None:
    subscriber.subscribes()
    api.advance(by="P364D")
    assert (subscriber.subscription["current_cicle"], subscriber.collected) == (12, 12 * 180_000)


def test_a_year_with_two_failed_cycles_collects_ten(
    api: Caller, subscriber: Subscriber, sent_events: SentEvents
) -> None:
    subscriber.outcomes("approve", *[SHORT] * 4, "approve", "approve", *[SHORT] * 4)
    subscriber.subscribes()
    api.advance(by="P364D")
    assert subscriber.collected == 10 * 180_000
    assert [sent_events().count(word) for word in ("unpaid", "pass_due", "active", "paid")] == [2, 2, 3, 10]
    assert subscriber.subscription["status"] == "active"


def test_declined_cycle_is_retried_after_1_3_and_5_days(api: Caller, subscriber: Subscriber) -> None:
    subscriber.outcomes(*[SHORT] * 4)
    subscriber.subscribes()
    moments = [subscriber.state["retry_at"]]
    for days in (1, 3):
        api.advance(by=f"P{days}D")
        moments.append(subscriber.state["retry_at"])
    assert [moment[:10] for moment in moments] == ["2026-02-03", "2026-02-06", "2026-02-11"]
    assert (subscriber.subscription["status"], subscriber.state["tries"]) == ("unpaid", 3)
    api.advance(by="P5D")
    assert (subscriber.subscription["status"], subscriber.collected) == ("pass_due", 0)


def test_successful_retry_is_the_last_and_activates(
    api: Caller, subscriber: Subscriber, sent_events: SentEvents
) -> None:
    subscriber.outcomes(SHORT, "approve")
    subscriber.subscribes()
    api.advance(by="P20D")
    assert (subscriber.state["tries"], subscriber.state["retry_at"]) == (1, None)
    assert subscriber.collected == 180_000
    assert sent_events() == ["created", "unpaid", "active", "paid"]


def test_a_cycle_is_not_tried_again_when_the_next_has_begun(api: Caller, subscriber: Subscriber) -> None:
    subscriber.outcomes(*[SHORT] * 9)
    subscriber.subscribes(cicle_frequency="daily")
    api.advance(by="P3D")
    assert api.got("/payment-intents")["total"] == subscriber.subscription["current_cicle"] == 4


def test_an_account_is_debited_on_the_next_bank_day_of_colombia(api: Caller, subscriber: Subscriber) -> None:
    subscriber.subscribes("account", start_date="2026-04-01T08:00:00-05:00")
    api.advance(to="2026-04-06T14:59:59Z")  # Thursday and Friday were holy, and then came a weekend
    assert (subscriber.subscription["status"], subscriber.collected) == ("created", 0)
    api.advance(by="PT1S")
    assert (subscriber.subscription["status"], subscriber.collected) == ("active", 180_000)


def test_money_of_an_earlier_cycle_is_not_lost(api: Caller, subscriber: Subscriber) -> None:
    subscriber.subscribes("account", cicle_frequency="daily", start_date="2026-02-06T08:00:00-05:00")
    api.advance(to="2026-02-09T16:00:00Z")
    assert (subscriber.subscription["current_cicle"], subscriber.collected) == (4, 3 * 180_000)
    assert subscriber.state["paid"] is False


@pytest.mark.parametrize(
    ("frequency", "following"),
    [
        ("daily", "2026-04-01"),
        ("weekly", "2026-04-07"),
        ("monthly", "2026-04-30"),
        ("bi_monthly", "2026-05-31"),
        ("quarterly", "2026-06-30"),
        ("biannually", "2026-09-30"),
        ("yearly", "2027-03-31"),
    ],
)
def test_the_next_cycle_begins_when_the_frequency_says(
    api: Caller, subscriber: Subscriber, frequency: str, following: str
) -> None:
    subscriber.subscribes(cicle_frequency=frequency, start_date="2026-03-31T10:00:00-05:00")
    api.advance(to="2026-03-31T15:00:00Z")
    assert subscriber.state["next_at"] == f"{following}T15:00:00.000000Z"


def test_a_short_month_does_not_shift_the_cycles_after_it(api: Caller, subscriber: Subscriber) -> None:
    subscriber.subscribes(start_date="2026-03-31T08:00:00-05:00")
    days: list[str] = []
    for _ in range(3):
        api.advance(to=subscriber.state["next_at"])
        days.append(subscriber.state["next_at"][:10])
    assert days == ["2026-04-30", "2026-05-31", "2026-06-30"]


def test_a_trial_puts_the_first_collection_off(api: Caller, subscriber: Subscriber) -> None:
    made = subscriber.subscribes(trial=TRIAL)
    assert made["trial"] == {"has_trial": True, "trial_days": 14, "start_trial_date": made["start_date"]}
    api.advance(by="P13DT23H")
    assert (subscriber.subscription["status"], subscriber.collected) == ("created", 0)
    api.advance(by="PT1H")
    assert (subscriber.subscription["status"], subscriber.collected) == ("active", 180_000)


def test_a_trial_that_is_switched_off_puts_nothing_off(subscriber: Subscriber) -> None:
    made = subscriber.subscribes(trial={**TRIAL, "has_trial": False})
    assert made["trial"] == {"has_trial": False, "trial_days": 0, "start_trial_date": None}
    assert subscriber.collected == 180_000


def test_some_cycles_cost_something_else_or_nothing(api: Caller, subscriber: Subscriber) -> None:
    named = {"label": "Prueba", "target_price": "18000000"}
    first = {**named, "amount_in_cents": 0, "apply_on_cicle": 1, "for_cicles": 1}
    then = {**named, "amount_in_cents": 9_000_099, "apply_on_cicle": 2, "for_cicles": 2}
    subscriber.subscribes(complex_payments=[first, then])
    paid = [subscriber.collected]
    for _ in range(3):
        api.advance(by="P31D")
        paid.append(subscriber.collected)
    assert paid == [0, 90_000, 180_000, 360_000]
    assert subscriber.subscription["status"] == "active"


def test_without_a_method_each_cycle_asks_for_a_payment(api: Caller, subscriber: Subscriber) -> None:
    subscriber.subscribes("", allows={"cards": True, "pse": True, "accounts": False})
    payment = api.got(f"/payments/{subscriber.state['payment_id']}")
    assert (payment["amount"], payment["title"], payment["status"]) == (180_000, "Café de la casa", "pending")
    assert (payment["allows"]["accounts"], payment["customer"]) == (False, None)
    assert subscriber.subscription["status"] == "created"
    api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "card", "outcome": SHORT})
    assert subscriber.subscription["status"] == "unpaid"
    api.control("POST", f"/payments/{payment['id']}/attempts", {"method": "pse"})
    assert (subscriber.subscription["status"], subscriber.collected) == ("active", 180_000)
    assert api.got(f"/payments/{payment['id']}")["customer"]["id"] == subscriber.customer_id


def test_unpaid_request_is_cancelled_by_the_next_cycle(api: Caller, subscriber: Subscriber) -> None:
    subscriber.subscribes("")
    first = subscriber.state["payment_id"]
    api.advance(by="P28D")
    assert api.got(f"/payments/{first}")["status"] == "cancelled"
    assert (subscriber.subscription["status"], subscriber.state["payment_id"] == first) == ("pass_due", False)
    api.control("POST", f"/payments/{subscriber.state['payment_id']}/attempts", {"method": "pse"})
    assert (subscriber.subscription["status"], subscriber.collected) == ("active", 180_000)


def test_cycle_with_a_deleted_card_makes_no_charge(api: Caller, subscriber: Subscriber) -> None:
    card_id = subscriber.method("card")
    body = {"customer_id": subscriber.customer_id, **TERMS, "card_id": card_id}
    api.made("/subscriptions", {**body, "start_date": "2026-02-03T13:00:00Z"})
    subscriber.loses(card_id)
    api.advance(by="P1D")
    assert (subscriber.subscription["status"], subscriber.state["charge_id"]) == ("unpaid", None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"customer_id": "nobody"}, "customer_id"),
        ({"plan_id": "nothing"}, "plan_id"),
        ({"card_id": "nothing"}, "card_id"),
        ({"account_id": "nothing"}, "account_id"),
        ({"payment_method_id": "nothing"}, "payment_method_id"),
        ({"start_date": "2126-01-01T00:00:00Z"}, "start_date"),
        ({"start_date": "0001-01-01T00:00:00+05:00"}, "start_date"),
        ({"start_date": "2026-02-03T23:59:60Z"}, "start_date"),
        ({"trial": {"start_trial_date": "2126-01-01T00:00:00Z"}}, "trial.start_trial_date"),
        ({"amount_in_cents": 0}, "amount_in_cents"),
        ({"cicles": -1}, "cicles"),
        ({"currency": "USD"}, "currency"),
    ],
    ids=str,
)
def test_a_subscription_that_cannot_be_is_refused_by_its_field(
    api: Caller, subscriber: Subscriber, change: dict[str, Any], field: str
) -> None:
    refused = api.post("/subscriptions", {"customer_id": subscriber.customer_id, **TERMS, **change})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])


def test_a_method_of_another_customer_is_refused(api: Caller, subscriber: Subscriber) -> None:
    other = api.made("/customers", MARIANA)["id"]
    card_id = subscriber.method("card")
    for name in ("card_id", "payment_method_id"):
        refused = api.post("/subscriptions", {"customer_id": other, **TERMS, name: card_id})
        assert (refused.status_code, list(refused.json()["errors"])) == (422, [name])


def test_a_price_is_refused_as_none_exists(api: Caller, subscriber: Subscriber) -> None:
    refused = api.post("/subscriptions", {"customer_id": subscriber.customer_id, "price_id": "any"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["price_id"])


def test_a_start_in_the_past_begins_at_once(subscriber: Subscriber) -> None:
    made = subscriber.subscribes(start_date="2020-05-31T00:00:00Z")
    assert made["start_date"] == "2020-05-31T00:00:00.000000Z"
    assert (subscriber.subscription["current_cicle"], subscriber.collected) == (1, 180_000)
    assert subscriber.state["next_at"] == "2026-03-02T13:00:00.000000Z"


def test_a_new_price_is_collected_from_the_next_cycle_on(api: Caller, subscriber: Subscriber) -> None:
    plan = {**TERMS, "reference_price_in_cents": 1, "currency": "COP"}
    plan_id = api.made("/plans", plan)["id"]
    subscriber.subscribes(plan_id=plan_id)
    update = {**plan, "amount_in_cents": 20_000_000, "cicles": 2, "update_existing_subscriptions": True}
    api.put(f"/plans/{plan_id}", update)
    assert subscriber.collected == 180_000
    api.advance(by="P28D")
    assert subscriber.collected == 380_000
    api.advance(by="P365D")
    assert (subscriber.subscription["status"], subscriber.collected) == ("finished", 380_000)
