"""Subscriptions as replies and events show them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.clock import parse_datetime, stamp
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.lives import billing

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


def view(unit: UnitOfWork, subscription: StoredObject) -> dict[str, Json]:
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
