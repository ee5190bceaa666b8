"""Invoices."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import Search
from onepay_sandbox.lives import invoices
from onepay_sandbox.resources.pagination import counted, filtered, in_order, page


def invoices_create(call: Call) -> Json:
    """Bill a customer; the payment that collects the bill is made with it."""
    return invoices.view(call.unit, invoices.issue(call.unit, call.body))


def invoices_list(call: Call) -> Json:
    """One page of invoices, without their payments."""
    where = filtered(call, "id", "reference", "provider_id")
    search = Search("invoice", status=call.query.get("filter[status]"), where=where)
    return counted(page(call, in_order(search, call.query.get("sort")), invoices.listed, size=20))


def invoices_get(call: Call) -> Json:
    """One invoice with its payment."""
    return invoices.view(call.unit, call.named("invoice"))


def invoices_update(call: Call) -> Json:
    """Replace the content and the payment of an invoice; one that was paid stays as it is."""
    invoice = call.named("invoice")
    invoices.update(call.unit, invoice, call.body)
    return invoices.view(call.unit, invoice)


def invoices_delete(call: Call) -> None:
    """Delete an invoice; the reason decides only whether the payer is told, and the sandbox tells nobody."""
    invoices.delete(call.unit, call.named("invoice"))
