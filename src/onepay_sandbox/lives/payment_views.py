"""Payments as replies and events show them."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.money import spaced
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.lives import methods
from onepay_sandbox.lives.customers import summary

_ALLOWS: Final = {"cards": True, "accounts": True, "card_extra": False, "realtime": False, "pse": True}
_NOTICE: Final = ("id", "amount", "amount_label", "currency", "status", "reference", "created_at", "partial_payment")
_COPIED: Final = ("description", "phone", "due_date", "external_id", "redirect_url", "provider_id", "metadata")

ASSUMPTIONS: Final = (
    Assumption(
        "links-lead-nowhere",
        "ours",
        "Links have the documented hosts and lead nowhere, but for those of payments; the control API pays.",
        "A link that a program shows or stores has to look like the real one.",
    ),
    Assumption(
        "payment-page",
        "ours",
        "The link of a payment leads to a plain page of the sandbox, at its own address where it is served.",
        "A person who follows the link finds the payment, and the calls that pay it.",
    ),
    Assumption(
        "payment-newer-form",
        "documented",
        "A created payment is answered in the newer form, the one that the detail page shows.",
        "The mirror of the page shows another; one form for both operations is the simpler reading.",
    ),
    Assumption(
        "open-amount-is-zero",
        "ours",
        "A payment that was created without an amount shows the amount 0 until it is paid.",
        "The field is never null in a sample, and no page shows such a payment.",
    ),
    Assumption(
        "payment-event-without-method",
        "observed",
        "The method of a payment is null in the events of a test account.",
        "One program says so of the test payment methods, and reads the payment instead.",
    ),
    Assumption(
        "event-amounts-in-pesos",
        "ours",
        "The amount of a payment in an event is in pesos, as in a reply.",
        "Official samples and programs contradict each other; pesos and cents both stand in them.",
    ),
    Assumption(
        "payment-without-company",
        "ours",
        "The company and the commission of a payment are null.",
        "Both may be null, and no call tells the sandbox of either.",
    ),
)


def view(unit: UnitOfWork, payment: StoredObject) -> Json:
    """The payment as the contract's `Payment`."""
    approved = payment["paid_at"] is not None
    shown = {
        "id": payment.id,
        "source": payment["title"],
        "currency": payment["currency"],
        "amount": payment["amount"],
        "amount_label": spaced(payment["amount"]),
        "title": payment["title"],
        "expiration_at": payment["expiration_at"],
        "document_link": payment.get("document_url"),
        "allows": {**_ALLOWS, **payment.get("allows", {})},
        "status": payment.status,
        "is_test": unit.is_test,
        "created_at": payment["created_at"],
        "paid_at": payment["paid_at"],
        "payment_link": None if approved else f"{unit.config.pages}/payment/{payment.id}",
        "customer": summary(unit, payment.owner) if approved and payment.owner else None,
        "method": _method(unit, payment),
        "splits": payment["splits"],
        "company": None,
        "commission": None,
    }
    return {**shown, **{name: payment.get(name) for name in _COPIED}, **_parts(payment)}


def listed(unit: UnitOfWork, payment: StoredObject) -> Json:
    """The payment in a list, which names its reference too, where it has one."""
    named = {"reference": payment["reference"]} if payment.get("reference") else {}
    return {**view(unit, payment), **named}


def snapshot(unit: UnitOfWork, payment: StoredObject) -> Json:
    """The payment as events show it, in the form of the envelope that the tenant has chosen."""
    named = {name: payment[name] for name in ("reference", "email") if payment.get(name) is not None}
    shown = {**view(unit, payment), **named}
    if unit.tenant.settings.envelope == "data":
        return _notice(shown)
    return {**shown, "method": None} if unit.is_test else shown


def _notice(shown: Document) -> Json:
    full = {"reference": "", **shown}
    known = {name: full[name] for name in ("customer", "paid_at") if full[name] is not None}
    return {**{name: full[name] for name in _NOTICE if name in full}, **known}


def _method(unit: UnitOfWork, payment: StoredObject) -> Json:
    named = payment["method"] if payment["paid_at"] else None
    method = unit.objects.get(named["kind"], named["id"], include_deleted=True) if named else None
    return methods.view(method) if method else None


def _parts(payment: StoredObject) -> dict[str, Json]:
    if payment.get("partial_payment_config") is None:
        return {}
    fully = payment["paid_at"] is not None
    return {"partial_payment": {"is_fully_paid": fully, "charges": [{"id": one} for one in payment["parts"]]}}
