"""Charges as replies and events show them: as a charge, as a payment intent, and as an attempt."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.core.money import pesos
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.lives import methods
from onepay_sandbox.lives.customers import summary

_SOURCES: Final = {"payment": "Payment", "subscription": "Subscription", "plan": "Plan"}
_LABELS: Final = {"pse": "PSE", "bre_b": "Bre-B", "nequi": "Nequi", "daviplata": "Daviplata", "card": "Tarjeta"}
_APPROVED: Final = {"code": "approved", "message": "Transacción aprobada."}
_DECLINED: Final = {"code": "declined", "message": "Transacción rechazada."}

ASSUMPTIONS: Final = (
    Assumption(
        "intent-source-link",
        "ours",
        "The intent of a charge that collects for no other object has the source Link and its own id.",
        "Four types are documented, and none of them is a charge.",
    ),
    Assumption(
        "one-attempt-for-a-charge",
        "ours",
        "A charge that was paid or failed has had one attempt, any other none.",
        "The sample shows two of one charge; when the real API tries again is not documented.",
    ),
    Assumption(
        "network-numbers",
        "ours",
        "What the network and the transaction of a paid charge are called is `red-` or `txn-`, and the number "
        "of the charge.",
        "The samples have such names, and nothing says how they are made.",
    ),
    Assumption(
        "attempt-by-card-or-pse",
        "ours",
        "An attempt to collect a charge says CARD for a card, and PSE for anything else.",
        "The page knows these two words only.",
    ),
)


def item(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The charge as lists show it: without method, customer and splits."""
    return {
        "id": charge.id,
        "title": charge["title"],
        "amount": charge["amount"],
        "amount_label": pesos(charge["amount"]),
        "source": "charge",
        "status": charge.status,
        "currency": charge["currency"],
        "payment_method_type": charge["method_type"],
        "payment_method_id": charge["method_id"],
        "created_at": charge["created_at"],
        "paid_at": charge["paid_at"],
        "remarks": charge["remarks"],
        "is_test": unit.is_test,
    }


def view(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The charge as the contract's `Charge`."""
    return {**item(unit, charge), **_persons(unit, charge), "splits": charge["splits"]}


def intent_item(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The charge as lists of payment intents show it."""
    shown = item(unit, charge)
    about = {"description": shown.pop("title"), "source": _source(charge)}
    return {**shown, **about, "network_id": _number("red", charge), "external_id": charge.get("external_id")}


def intent(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The charge as the contract's `PaymentIntent`, which events show too."""
    return {**intent_item(unit, charge), **_persons(unit, charge)}


def attempts(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The attempts to collect a charge, as a list of the contract's `ChargeIntent`."""
    if charge.status in ("created", "processing"):
        return []
    went_through = charge["paid_at"] is not None
    shown = item(unit, charge)
    copied = ("id", "currency", "amount", "amount_label", "payment_method_id", "is_test", "created_at", "paid_at")
    attempt = {
        "status": "succeeded" if went_through else "failed",
        "payment_method_type": "CARD" if charge["method_type"] == methods.CARD else "PSE",
        "network_id": _number("red", charge),
        "transaction_id": _number("txn", charge),
        "remarks": _APPROVED if went_through else _DECLINED,
    }
    return [{**{name: shown[name] for name in copied}, **attempt}]


def method_label(charge: StoredObject) -> str:
    """What a list of attempts calls the method."""
    rail = charge.get("rail")
    return _LABELS[rail] if rail else "Tarjeta" if charge["method_type"] == methods.CARD else "Cuenta"


def _persons(unit: UnitOfWork, charge: StoredObject) -> dict[str, Json]:
    """The method and the customer of a charge, as far as it has them."""
    named = charge.get("method")
    method = unit.objects.get(named["kind"], named["id"], include_deleted=True) if named else None
    customer = summary(unit, charge.owner) if charge.owner else None
    found = {"method": methods.view(method) if method else None, "customer": customer}
    return {name: value for name, value in found.items() if value is not None}


def _source(charge: StoredObject) -> Json:
    waiting = charge["waiting"] or {"kind": "", "id": charge.id}
    return {"type": _SOURCES.get(waiting["kind"], "Link"), "id": waiting["id"]}


def _number(prefix: str, charge: StoredObject) -> str | None:
    return f"{prefix}-{charge.sequence:06}" if charge["paid_at"] else None
