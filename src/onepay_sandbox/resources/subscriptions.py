"""Subscriptions."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.clock import parse_datetime
from onepay_sandbox.core.objects import Search, StoredObject
from onepay_sandbox.core.refusals import Refusal, invalid_field
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.lives import billing, plans, subscription_views, subscriptions
from onepay_sandbox.lives.direct_charges import method_of, payer
from onepay_sandbox.resources.pagination import linked, page

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


def subscriptions_create(call: Call) -> Json:
    """Subscribe a customer, in the newer form or the long one."""
    unit, body = call.unit, call.body
    customer = payer(unit, body["customer_id"])
    terms: Document = {**billing.DEFAULTS, "metadata": {}, "payment_mode": "request", **_terms(unit, body)}
    start = _moment("start_date", body["start_date"], unit.now) if "start_date" in body else unit.now
    made = subscriptions.open_subscription(unit, customer, _method(unit, customer, body), terms, start)
    return subscription_views.view(unit, made)


def subscriptions_list(call: Call) -> Json:
    """One page of subscriptions."""
    return linked(page(call, Search("subscription"), partial(subscription_views.listed, call.unit), size=20), call.url)


def subscriptions_cancel(call: Call) -> None:
    """End a subscription, so that nothing more is collected."""
    subscription = call.named("subscription")
    if subscriptions.is_over(subscription):
        raise Refusal("La suscripción ya terminó.")
    subscriptions.cancel(call.unit, subscription)


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
    return {**plans.terms_of(plan), **own}


def _method(unit: UnitOfWork, customer: StoredObject, body: Document) -> StoredObject | None:
    """The card or account to collect from; none where each cycle is requested."""
    if "card_id" in body or "account_id" in body:
        return method_of(unit, customer, body)
    if "payment_method_id" not in body:
        return None
    found = (unit.objects.get(kind, body["payment_method_id"]) for kind in ("card", "account"))
    method = next((one for one in found if one is not None and one.owner == customer.id), None)
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
