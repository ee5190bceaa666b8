"""Subscriptions: agreements to collect from a customer again and again, one cycle after another.

A cycle is collected by a charge on the customer's card or account, or without one by a payment that is requested
anew each time. What waits for what: the charge or payment of a cycle tells the subscription how it went.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.clock import parse_datetime, stamp
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.outbox import emit
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.lives import billing, charges, payments, subscription_views

RETRIES: Final = tuple(timedelta(days=days) for days in (1, 3, 5))
_FRESH: Final[Document] = {
    "current_cicle": 0,
    "paid": False,
    "tries": 0,
    "retry_at": None,
    "owing_since": None,
    "charge_id": None,
    "payment_id": None,
    "end_date": None,
}

ASSUMPTIONS: Final = (
    Assumption(
        "subscription-begins",
        "inferred",
        "A subscription is created until its first cycle is collected, and active from then on.",
        "The samples are created with cycle 0 and active with cycle 1; a start that is past is taken for now.",
    ),
    Assumption(
        "subscription-retries",
        "ours",
        "A cycle that was declined is unpaid and tried again 1, 3 and 5 days after each refusal, then pass_due.",
        "That it is retried, and both states, are documented; how often and when is not known.",
    ),
    Assumption(
        "subscription-next-cycle",
        "ours",
        "A cycle that stays unpaid does not hold up the next one, and is not collected with it.",
        "No page says what becomes of a cycle that nobody has paid.",
    ),
    Assumption(
        "subscription-by-request",
        "inferred",
        "Without a card or an account each cycle is a payment that the customer makes by its link; one that is "
        "not made before the next cycle is cancelled, and the subscription pass_due.",
        "`request` is the only payment_mode in the samples; what ends such a request is ours.",
    ),
    Assumption(
        "subscription-gives-up",
        "inferred",
        "So many days after the first cycle that is still unpaid began as cancel_after_no_payment_before says, "
        "the subscription is canceled; 0 days is never.",
        "Only the name of the field and its default 0 are documented.",
    ),
    Assumption(
        "subscription-finishes",
        "inferred",
        "A subscription is finished when its last cycle is over; cicles 0 or null lets it run on.",
        "The state, and that it ends after so many cycles, are documented; the moment is not.",
    ),
    Assumption(
        "subscription-frozen",
        "ours",
        "While a subscription is frozen, which the control API does, its cycles pass uncounted and uncollected.",
        "The state is documented as paused, and no call leads to it.",
    ),
)


def open_subscription(
    unit: UnitOfWork, customer: StoredObject, method: StoredObject | None, terms: Document, start: datetime
) -> StoredObject:
    """A new subscription, whose first cycle begins after its trial. Raises `Refusal` for terms that cannot be kept."""
    billing.check(terms)
    named = {"kind": method.kind, "id": method.id} if method else None
    state = {**_FRESH, **terms, "method": named, "start_date": stamp(start), "updated_at": stamp(unit.now)}
    subscription = unit.create("subscription", state, owner=customer.id)
    first = max(subscription_views.trial_start(subscription) + timedelta(days=billing.trial_days(terms)), unit.now)
    unit.change(subscription, day=billing.day_of_month(first))
    _plan_cycle(unit, subscription, first)
    set_end(unit, subscription)
    _say(unit, subscription, "subscription.created")
    return subscription


def is_over(subscription: StoredObject) -> bool:
    """Whether nothing is collected any more."""
    return subscription.status in ("canceled", "finished")


def cancel(unit: UnitOfWork, subscription: StoredObject) -> None:
    """End it now, with what is being collected."""
    unit.move(subscription, "canceled", end_date=stamp(unit.now))
    _drop(unit, subscription)
    _say(unit, subscription, "subscription.canceled", "subscription.cancelled")


def freeze(unit: UnitOfWork, subscription: StoredObject) -> None:
    """Pause it."""
    unit.move(subscription, "frozen")
    _say(unit, subscription, "subscription.frozen")


def thaw(unit: UnitOfWork, subscription: StoredObject) -> None:
    """Let it go on, with the next cycle."""
    unit.move(subscription, "active")
    _say(unit, subscription, "subscription.active")


def change_terms(unit: UnitOfWork, subscription: StoredObject, terms: Document) -> None:
    """Let the next cycles follow other terms."""
    unit.change(subscription, **terms)
    set_end(unit, subscription)


def set_end(unit: UnitOfWork, subscription: StoredObject) -> None:
    """Say when the last cycle is over, if there is a last one."""
    left = (subscription["cicles"] or 0) - subscription["current_cicle"]
    following, day = parse_datetime(subscription["next_at"]), subscription["day"]
    ends = billing.later(following, subscription["cicle_frequency"], day, max(left, 0))
    unit.change(subscription, end_date=stamp(ends) if subscription["cicles"] else None)


def _plan_cycle(unit: UnitOfWork, subscription: StoredObject, moment: datetime) -> None:
    unit.change(subscription, next_at=stamp(moment))
    unit.schedule(subscription, "cycle", moment)


def _begin_cycle(unit: UnitOfWork, subscription: StoredObject) -> None:
    _plan_cycle(unit, subscription, billing.later(unit.now, subscription["cicle_frequency"], subscription["day"]))
    if subscription.status == "frozen":
        set_end(unit, subscription)
        return
    _leave_unpaid(unit, subscription)
    if subscription["cicles"] and subscription["current_cicle"] >= subscription["cicles"]:
        unit.move(subscription, "finished", end_date=stamp(unit.now))
        _say(unit, subscription, "subscription.finished")
        return
    since = subscription["owing_since"] or stamp(unit.now)
    cycle = subscription["current_cicle"] + 1
    unit.change(subscription, current_cicle=cycle, paid=False, tries=0, retry_at=None, owing_since=since)
    if subscription["cancel_after_no_payment_before"]:
        days = timedelta(days=subscription["cancel_after_no_payment_before"])
        unit.schedule(subscription, "give_up", unit.now + days)
    _collect(unit, subscription)


def _leave_unpaid(unit: UnitOfWork, subscription: StoredObject) -> None:
    """Withdraw the request of a cycle that is over and was not paid."""
    payment = _payment(unit, subscription)
    if payment is not None and not subscription["paid"]:
        payments.withdraw(unit, payment)
        _become(unit, subscription, "pass_due")


def _collect(unit: UnitOfWork, subscription: StoredObject) -> None:
    amount = billing.amount_of(subscription.state, subscription["current_cicle"])
    method = subscription["method"]
    if not amount:
        _paid(unit, subscription)
    elif method is None:
        _request(unit, subscription, amount)
    elif unit.objects.get(method["kind"], method["id"]) is None:
        _declined(unit, subscription)
    else:
        _debit(unit, subscription, amount)


def _debit(unit: UnitOfWork, subscription: StoredObject, amount: int) -> None:
    customer = unit.objects.get("customer", subscription.owner, include_deleted=True)
    method = unit.objects.get(subscription["method"]["kind"], subscription["method"]["id"])
    if customer is not None and method is not None:
        fields = {**_named(subscription), "cicle": subscription["current_cicle"]}
        charge = charges.debit(unit, customer, method, amount, fields)
        unit.change(subscription, charge_id=charge.id)


def _request(unit: UnitOfWork, subscription: StoredObject, amount: int) -> None:
    customer = unit.objects.get("customer", subscription.owner, include_deleted=True)
    fields = {**_named(subscription), "amount": amount, "allows": subscription["allows"]}
    payment = payments.open_payment(unit, fields, customer)
    unit.change(subscription, payment_id=payment.id)


def _named(subscription: StoredObject) -> dict[str, Json]:
    return {"title": subscription["name"], "waiting": charges.waiting(subscription)}


def _retry(unit: UnitOfWork, subscription: StoredObject) -> None:
    if subscription.status == "unpaid" and subscription["retry_at"] == stamp(unit.now):
        _collect(unit, subscription)


def _give_up(unit: UnitOfWork, subscription: StoredObject) -> None:
    since, days = subscription["owing_since"], timedelta(days=subscription["cancel_after_no_payment_before"])
    if since and days and subscription.status != "frozen" and parse_datetime(since) + days <= unit.now:
        cancel(unit, subscription)


def _hear_charge(unit: UnitOfWork, subscription: StoredObject, charge: StoredObject) -> None:
    """A charge of an earlier cycle comes too late to change the state, but its money has come."""
    is_current = charge["cicle"] == subscription["current_cicle"]
    if charge.status == "paid" and is_current:
        _paid(unit, subscription)
    elif charge.status == "paid" and not is_over(subscription):
        _say(unit, subscription, "subscription.paid")
    elif charge.status == "failed" and is_current:
        _declined(unit, subscription)


def _hear_payment(unit: UnitOfWork, subscription: StoredObject, payment: StoredObject) -> None:
    """Only the last request can be paid: the next cycle has cancelled those before."""
    if payment.status == "approved":
        _paid(unit, subscription)
    elif payment.status == "declined":
        _become(unit, subscription, "unpaid")


def _paid(unit: UnitOfWork, subscription: StoredObject) -> None:
    if is_over(subscription):
        return
    unit.change(subscription, paid=True, owing_since=None, retry_at=None)
    if subscription.status != "frozen":
        _become(unit, subscription, "active")
    _say(unit, subscription, "subscription.paid")


def _declined(unit: UnitOfWork, subscription: StoredObject) -> None:
    """Try again later, as long as there are retries left."""
    if is_over(subscription):
        return
    tries: int = subscription["tries"]
    unit.change(subscription, tries=tries + 1)
    if tries < len(RETRIES):
        unit.change(subscription, retry_at=stamp(unit.now + RETRIES[tries]))
        unit.schedule(subscription, "retry", unit.now + RETRIES[tries])
        _become(unit, subscription, "unpaid")
    else:
        _become(unit, subscription, "pass_due")


def _become(unit: UnitOfWork, subscription: StoredObject, status: str) -> None:
    """Move to a state that it is not in yet, and say so."""
    if unit.can_move(subscription, status):
        unit.move(subscription, status)
        _say(unit, subscription, f"subscription.{status}")


def _drop(unit: UnitOfWork, subscription: StoredObject) -> None:
    """Let what is being collected fail."""
    payment = _payment(unit, subscription)
    charge = unit.objects.get("charge", subscription["charge_id"]) if subscription["charge_id"] else None
    if payment is not None:
        payments.withdraw(unit, payment)
    if charge is not None and charge.status in charges.OPEN:
        charges.cancel(unit, charge)


def _payment(unit: UnitOfWork, subscription: StoredObject) -> StoredObject | None:
    return unit.objects.get("payment", subscription["payment_id"]) if subscription["payment_id"] else None


def _say(unit: UnitOfWork, subscription: StoredObject, *events: str) -> None:
    unit.change(subscription, updated_at=stamp(unit.now))
    emit(unit, subscription_views.view(unit, subscription), *events)


LIFE: Final = StateMachine(
    kind="subscription",
    transitions={
        "created": ("active", "unpaid", "pass_due", "frozen", "canceled", "finished"),
        "active": ("unpaid", "pass_due", "frozen", "canceled", "finished"),
        "unpaid": ("active", "pass_due", "frozen", "canceled", "finished"),
        "pass_due": ("active", "unpaid", "frozen", "canceled", "finished"),
        "frozen": ("active", "canceled"),
        "canceled": (),
        "finished": (),
    },
    timers={"cycle": _begin_cycle, "retry": _retry, "give_up": _give_up},
    listeners={"charge": _hear_charge, "payment": _hear_payment},
)
