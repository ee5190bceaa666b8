"""Subscriptions: agreements to collect from a customer again and again, one cycle after another.

A cycle is collected by a charge on the customer's card or account, or without one by a payment that is requested
anew each time. The charge or payment of a cycle calls the listener of its subscription.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import parse_datetime, stamp
from onepay_sandbox.core.deliveries import emit
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.refusals import Refusal, invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import billing, charges, payments
from onepay_sandbox.resources.customers import payer
from onepay_sandbox.resources.pagination import linked, page
from onepay_sandbox.resources.payment_methods import method_of

_COPIED: Final = ("plan_id", "cicles", "current_cicle", "start_date", "end_date", "created_at", "updated_at")
_UNLISTED: Final = ("suggest_auto_debit", "payment_mode", "remember_to_pay_before", "cancel_after_no_payment_before")
_PERSON: Final = ("first_name", "last_name", "email", "phone", "document_type")
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
_FARTHEST: Final = timedelta(days=366 * 20)
_NOT_TERMS: Final = (
    "customer_id",
    "price_id",
    "payment_method_type",
    "payment_method_id",
    "card_id",
    "account_id",
    "start_date",
)

ASSUMPTIONS: Final = (
    Assumption(
        "subscription-defaults",
        "ours",
        "A subscription that got no name, description or internal_id shows `Suscripción` and empty strings.",
        "The documented replies have all three, never null, and no page says which are required.",
    ),
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
    Assumption(
        "subscription-over-plan",
        "inferred",
        "What a subscription says itself goes before what its plan says.",
        "The long form of the request has both, and no page says which counts.",
    ),
    Assumption(
        "subscription-without-price",
        "ours",
        "No price exists, so a subscription to a price_id is refused with status 422.",
        "Prices are known by name only, and no page tells how one is made.",
    ),
    Assumption(
        "subscription-canceled-once",
        "inferred",
        "A subscription that is canceled or finished cannot be canceled again, which is refused with status 422.",
        "No page shows the refusal.",
    ),
    Assumption(
        "subscription-method-gone",
        "ours",
        "A cycle whose card or account was deleted is declined, and makes no charge.",
        "There is nothing left to charge, and no page tells of it.",
    ),
    Assumption(
        "subscription-start-bound",
        "ours",
        "A start or a trial more than twenty years ahead is refused with status 422.",
        "No page states a bound, and such a moment is a mistake.",
    ),
)


def view(unit: UnitOfWork, subscription: StoredObject) -> dict[str, Json]:
    """The subscription as the contract's `Subscription`."""
    trial = {"start_trial_date": stamp(trial_start(subscription)) if billing.trial_days(subscription.state) else None}
    shown = billing.terms_view(subscription.state)
    return {
        **shown,
        "id": subscription.id,
        "status": subscription.status,
        "internal_id": subscription["internal_id"] or "",
        **{name: subscription[name] for name in (*_COPIED, *_UNLISTED, "metadata")},
        "trial": {**shown["trial"], **trial},
        "customer": _customer(unit, subscription.owner),
    }


def listed(unit: UnitOfWork, subscription: StoredObject) -> Json:
    """The subscription as the list shows it, without four of its fields."""
    return {name: value for name, value in view(unit, subscription).items() if name not in _UNLISTED}


def trial_start(subscription: StoredObject) -> datetime:
    """When its trial starts, if it has one: at its start, unless the request said otherwise."""
    trial: Document = subscription["trial"]
    return parse_datetime(trial.get("start_trial_date") or subscription["start_date"])


def _customer(unit: UnitOfWork, customer_id: str) -> Json:
    """The customer as the contract's `SubscriptionCustomer`; a deleted one is still named."""
    customer = unit.objects.get("customer", customer_id, include_deleted=True)
    if customer is None:
        raise LookupError(f"A subscription has lost its customer {customer_id}.")
    named = {name: customer[name] for name in _PERSON}
    return {"id": customer.id, **named, "document": customer["document_number"]}


def open_subscription(
    unit: UnitOfWork, customer: StoredObject, method: StoredObject | None, terms: Document, start: datetime
) -> StoredObject:
    """A new subscription, whose first cycle begins after its trial. Raises `Refusal` for terms that cannot be kept."""
    billing.check_terms(terms)
    named = {"kind": method.kind, "id": method.id} if method else None
    state = {**_FRESH, **terms, "method": named, "start_date": stamp(start), "updated_at": stamp(unit.now)}
    subscription = unit.create("subscription", state, owner=customer.id)
    first = max(trial_start(subscription) + timedelta(days=billing.trial_days(terms)), unit.now)
    unit.change(subscription, day=billing.day_of_month(first))
    _plan_cycle(unit, subscription, first)
    set_end(unit, subscription)
    _emit(unit, subscription, "subscription.created")
    return subscription


def is_over(subscription: StoredObject) -> bool:
    """Whether nothing is collected any more."""
    return subscription.status in ("canceled", "finished")


def cancel(unit: UnitOfWork, subscription: StoredObject) -> None:
    """End it now, with what is being collected."""
    unit.move(subscription, "canceled", end_date=stamp(unit.now))
    _drop(unit, subscription)
    _emit(unit, subscription, "subscription.canceled", "subscription.cancelled")


def freeze(unit: UnitOfWork, subscription: StoredObject) -> None:
    """Pause it."""
    unit.move(subscription, "frozen")
    _emit(unit, subscription, "subscription.frozen")


def thaw(unit: UnitOfWork, subscription: StoredObject) -> None:
    """Let it go on, with the next cycle."""
    unit.move(subscription, "active")
    _emit(unit, subscription, "subscription.active")


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
        _emit(unit, subscription, "subscription.finished")
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
    return {"title": subscription["name"], "waiting": charges.reference_to(subscription)}


def _retry(unit: UnitOfWork, subscription: StoredObject) -> None:
    if subscription.status == "unpaid" and subscription["retry_at"] == stamp(unit.now):
        _collect(unit, subscription)


def _give_up(unit: UnitOfWork, subscription: StoredObject) -> None:
    since, days = subscription["owing_since"], timedelta(days=subscription["cancel_after_no_payment_before"])
    if since and days and subscription.status != "frozen" and parse_datetime(since) + days <= unit.now:
        cancel(unit, subscription)


def _on_charge(unit: UnitOfWork, subscription: StoredObject, charge: StoredObject) -> None:
    """A charge of an earlier cycle comes too late to change the state, but its money has come."""
    is_current = charge["cicle"] == subscription["current_cicle"]
    if charge.status == "paid" and is_current:
        _paid(unit, subscription)
    elif charge.status == "paid" and not is_over(subscription):
        _emit(unit, subscription, "subscription.paid")
    elif charge.status == "failed" and is_current:
        _declined(unit, subscription)


def _on_payment(unit: UnitOfWork, subscription: StoredObject, payment: StoredObject) -> None:
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
    _emit(unit, subscription, "subscription.paid")


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
        _emit(unit, subscription, f"subscription.{status}")


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


def _emit(unit: UnitOfWork, subscription: StoredObject, *events: str) -> None:
    unit.change(subscription, updated_at=stamp(unit.now))
    emit(unit, partial(view, unit, subscription), *events)


SUBSCRIPTION_STATES: Final = StateMachine(
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
    listeners={"charge": _on_charge, "payment": _on_payment},
    indexed=("plan_id",),
    counted=("plan_id",),
)


def subscriptions_create(call: Call) -> Json:
    """Subscribe a customer, in the newer form or the long one."""
    unit, body = call.unit, call.body
    customer = payer(unit, body["customer_id"])
    terms: Document = {**billing.DEFAULTS, "metadata": {}, "payment_mode": "request", **_terms(unit, body)}
    start = _moment("start_date", body["start_date"], unit.now) if "start_date" in body else unit.now
    made = open_subscription(unit, customer, _method(unit, customer, body), terms, start)
    return view(unit, made)


def subscriptions_list(call: Call) -> Json:
    """One page of subscriptions."""
    return linked(page(call, Search("subscription"), partial(listed, call.unit), size=20), call.url)


def subscriptions_cancel(call: Call) -> None:
    """End a subscription, so that nothing more is collected."""
    subscription = call.named("subscription")
    if is_over(subscription):
        raise Refusal("La suscripción ya terminó.")
    cancel(call.unit, subscription)


def _terms(unit: UnitOfWork, body: Document) -> Document:
    """What the plan says, if one is followed, and over it what the body says."""
    own = {name: value for name, value in body.items() if name not in _NOT_TERMS}
    if "start_trial_date" in own.get("trial", {}):
        _moment("trial.start_trial_date", own["trial"]["start_trial_date"], unit.now)
    if "plan_id" not in body:
        if "amount_in_cents" not in body:
            raise invalid_field("price_id", "El precio no existe.")
        return {"plan_id": None, **own}
    plan = unit.objects.get("plan", body["plan_id"])
    if plan is None:
        raise invalid_field("plan_id", "El plan no existe.")
    return {**billing.terms_of_plan(plan), **own}


def _method(unit: UnitOfWork, customer: StoredObject, body: Document) -> StoredObject | None:
    """The card or account to collect from; none where each cycle is requested."""
    if "card_id" in body or "account_id" in body:
        return method_of(unit, customer, body)
    if "payment_method_id" not in body:
        return None
    found = (unit.objects.get(kind, body["payment_method_id"]) for kind in ("card", "account"))
    method = next((item for item in found if item is not None and item.owner == customer.id), None)
    if method is None:
        raise invalid_field("payment_method_id", "El medio de pago no pertenece al cliente.")
    return method


def _moment(field: str, text: str, now: datetime) -> datetime:
    try:
        moment = parse_datetime(text)
    except ValueError as error:
        raise invalid_field(field, f"El campo {field} no es una fecha válida.") from error
    if moment > now + _FARTHEST:
        raise invalid_field(field, f"El campo {field} está demasiado lejos en el futuro.")
    return moment
