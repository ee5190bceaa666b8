"""Invoices: bills to customers, each with the payment that collects it; an update makes that payment anew."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import stamp
from onepay_sandbox.core.deliveries import emit
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import charges, payments
from onepay_sandbox.resources.pagination import counted, filtered, in_order, page

_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_LISTED: Final = ("name", "provider", "provider_id", "reference")
_FRESH: Final[Document] = {"provider_id": "", "metadata": {}, "partial_payment_config": None}

ASSUMPTIONS: Final = (
    Assumption(
        "invoice-stays-created",
        "inferred",
        "The status of an invoice is always CREATED; its payment says whether it was paid.",
        "Every document shows CREATED, and no integrator has met the name of another state.",
    ),
    Assumption(
        "invoice-due-date",
        "documented",
        "The due date of an invoice is answered as null, and nothing happens on it: an overdue invoice can be paid.",
        "The newest sample sends a date and gets null; a due date reminds and does not block.",
    ),
    Assumption(
        "invoice-payment",
        "documented",
        "The payment of an invoice has its name as title and description, and its provider_id as external_id.",
        "The newest samples of the create and update pages show it so.",
    ),
    Assumption(
        "invoice-paid-in-part",
        "documented",
        "An update of an invoice that was paid in part asks for the whole amount again, to be paid at once.",
        "The page says that the instalments are lost; that the money stays in the balance is ours.",
    ),
    Assumption(
        "invoice-parts-by-control",
        "ours",
        "An invoice may be paid in parts when the control API says so.",
        "Replies have partial_payment_config and no request has it, so it is switched on somewhere else.",
    ),
    Assumption(
        "invoice-keeps-id",
        "inferred",
        "An update keeps the id of the invoice and changes that of its payment, also where that was deleted.",
        "The samples show it so; one integrator stores the id again all the same.",
    ),
    Assumption(
        "invoice-reference-repeats",
        "observed",
        "Several invoices may have the same reference.",
        "The update page calls it unique, yet one integrator sends the customer's document number for every invoice.",
    ),
    Assumption(
        "invoice-outlives-payment",
        "observed",
        "Deleting the payment of an invoice leaves the invoice alive in CREATED; the sandbox sends no reminders.",
        "One program met it, and the payer went on being reminded until the invoice itself was deleted.",
    ),
    Assumption(
        "invoice-phone",
        "observed",
        "An invoice with a phone number that is not in E.164 is refused with status 422.",
        "An integrator met it, and the update page asks for E.164.",
    ),
    Assumption(
        "invoice-deleted",
        "inferred",
        "A deleted invoice is no longer found, and its payment is cancelled unless it was paid.",
        "The page says only that it is deleted; its payment could hardly go on asking for the money.",
    ),
)


def issue(unit: UnitOfWork, fields: Document) -> StoredObject:
    """A new invoice with its payment. Raises `Refusal`."""
    _check(fields)
    invoice = unit.create("invoice", {**_FRESH, **fields, "updated_at": stamp(unit.now)})
    _request_payment(unit, invoice)
    emit(unit, partial(snapshot, unit, invoice), "invoice.created")
    return invoice


def update(unit: UnitOfWork, invoice: StoredObject, fields: Document) -> None:
    """Give an invoice that is not paid new content, and a new payment. Raises `Refusal`."""
    _check(fields)
    payment = _payment(unit, invoice)
    if payment["paid_at"] is None:
        unit.change(invoice, **fields, partial_payment_config=None, updated_at=stamp(unit.now))
        _request_payment(unit, invoice)
        payments.withdraw(unit, payment)


def allow_parts(unit: UnitOfWork, invoice: StoredObject, terms: Document) -> None:
    """Let an invoice be paid in parts, on these terms."""
    for record in (invoice, _payment(unit, invoice)):
        unit.change(record, partial_payment_config=terms)


def delete(unit: UnitOfWork, invoice: StoredObject) -> None:
    """Delete an invoice; nobody can pay it any more."""
    unit.delete(invoice)
    payments.withdraw(unit, _payment(unit, invoice))


def listed(invoice: StoredObject) -> dict[str, Json]:
    """The invoice as the contract's `InvoiceSummary`."""
    named = {name: invoice[name] for name in _LISTED}
    return {"id": invoice.id, **named, "status": invoice.status, "remarks": None, "metadata": invoice["metadata"]}


def view(unit: UnitOfWork, invoice: StoredObject) -> Json:
    """The invoice as the contract's `Invoice`."""
    optional = ("description", "external_id")
    described = {name: invoice[name] for name in optional if name in invoice.state}
    copied = ("amount", "created_at", "updated_at", "payment_id", "partial_payment_config")
    return {
        **listed(invoice),
        **described,
        **{name: invoice[name] for name in copied},
        "due_date": None,
        "is_test": unit.is_test,
        "payment": payments.view(unit, _payment(unit, invoice)),
    }


def snapshot(unit: UnitOfWork, invoice: StoredObject) -> Json:
    """The invoice as the contract's `InvoiceSnapshot`: in events its payment names the invoice."""
    shown = view(unit, invoice)
    return {**shown, "payment": {**shown["payment"], "invoice_id": invoice.id}}


def _check(fields: Document) -> None:
    if fields.get("phone") is not None and not _E164.fullmatch(fields["phone"]):
        raise invalid_field("phone", "El campo phone debe tener el formato E.164.")


def _request_payment(unit: UnitOfWork, invoice: StoredObject) -> None:
    """Make the payment that collects the invoice."""
    named = {name: invoice.get(name) for name in ("amount", "phone", "email", "reference")}
    shown = {"title": invoice["name"], "description": invoice["name"], "document_url": invoice.get("document_url")}
    outside = {"external_id": invoice["provider_id"] or None, "waiting": charges.reference_to(invoice)}
    payment = payments.open_payment(unit, {**named, **shown, **outside})
    unit.change(invoice, payment_id=payment.id)


def _payment(unit: UnitOfWork, invoice: StoredObject) -> StoredObject:
    payment = unit.objects.get("payment", invoice["payment_id"], include_deleted=True)
    if payment is None:
        raise LookupError(f"The invoice {invoice.id} has lost its payment {invoice['payment_id']}.")
    return payment


def _on_payment(unit: UnitOfWork, invoice: StoredObject, payment: StoredObject) -> None:
    """Only the last payment can be made: an update has cancelled those before."""
    if payment.status == "approved":
        unit.change(invoice, updated_at=stamp(unit.now))
        emit(unit, partial(snapshot, unit, invoice), "invoice.paid")


INVOICE_STATES: Final = StateMachine(
    kind="invoice",
    transitions={"CREATED": ()},
    listeners={"payment": _on_payment},
    indexed=("amount", "name", "provider", "provider_id", "reference"),
    counted=("provider_id",),
)


def invoices_create(call: Call) -> Json:
    """Bill a customer; the payment that collects the bill is made with it."""
    return view(call.unit, issue(call.unit, call.body))


def invoices_list(call: Call) -> Json:
    """One page of invoices, without their payments."""
    search = filtered(call, Search("invoice"), "reference", "provider_id")
    return counted(page(call, in_order(search, call.query.get("sort")), listed, size=20))


def invoices_get(call: Call) -> Json:
    """One invoice with its payment."""
    return view(call.unit, call.named("invoice"))


def invoices_update(call: Call) -> Json:
    """Replace the content and the payment of an invoice; one that was paid stays as it is."""
    invoice = call.named("invoice")
    update(call.unit, invoice, call.body)
    return view(call.unit, invoice)


def invoices_delete(call: Call) -> None:
    """Delete an invoice; the reason decides only whether a message goes out, and the sandbox sends none."""
    delete(call.unit, call.named("invoice"))
