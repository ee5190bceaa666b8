"""Subscriptions as replies and events show them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from onepay_sandbox.life import Assumption
from onepay_sandbox.lives import billing
from onepay_sandbox.moments import read, stamp
from onepay_sandbox.objects import Record
from onepay_sandbox.unit import Unit
from onepay_sandbox.values import Document, Json

_COPIED: Final = ("plan_id", "cicles", "current_cicle", "start_date", "end_date", "created_at", "updated_at")
_UNLISTED: Final = ("suggest_auto_debit", "payment_mode", "remember_to_pay_before", "cancel_after_no_payment_before")
_PERSON: Final = ("first_name", "last_name", "email", "phone", "document_type")

ASSUMPTIONS: Final = (
    Assumption(
        "subscription-defaults",
        "ours",
        "A subscription that got no name, description or internal_id shows `Suscripción` and empty strings.",
        "The documented replies have all three, never null, and no page says which are required.",
    ),
)


def view(unit: Unit, subscription: Record) -> dict[str, Json]:
    """The subscription as the contract's `Subscription`."""
    trial = {"start_trial_date": stamp(trial_start(subscription)) if billing.trial_days(subscription.state) else None}
    shown = billing.view(subscription.state)
    return {
        **shown,
        "id": subscription.id,
        "status": subscription.status,
        "internal_id": subscription["internal_id"] or "",
        **{name: subscription[name] for name in (*_COPIED, *_UNLISTED, "metadata")},
        "trial": {**shown["trial"], **trial},
        "customer": _customer(unit, subscription.owner),
    }


def listed(unit: Unit, subscription: Record) -> Json:
    """The subscription as the list shows it, without four of its fields."""
    return {name: value for name, value in view(unit, subscription).items() if name not in _UNLISTED}


def trial_start(subscription: Record) -> datetime:
    """When its trial starts, if it has one: at its start, unless the request said otherwise."""
    trial: Document = subscription["trial"]
    return read(trial.get("start_trial_date") or subscription["start_date"])


def _customer(unit: Unit, customer_id: str) -> Json:
    """The customer as the contract's `SubscriptionCustomer`; a deleted one is still named."""
    customer = unit.objects.get_even_gone("customer", customer_id)
    if customer is None:
        raise LookupError(f"A subscription has lost its customer {customer_id}.")
    named = {name: customer[name] for name in _PERSON}
    return {"id": customer.id, **named, "document": customer["document_number"]}
