"""Invoices."""

from __future__ import annotations

from typing import Final

from onepay_sandbox.calls import Call
from onepay_sandbox.lives import invoices
from onepay_sandbox.objects import Record, Search, Where
from onepay_sandbox.pages import counted, in_order, page
from onepay_sandbox.values import Json

_FILTERS: Final = ("id", "reference", "provider_id")


def invoices_create(call: Call) -> Json:
    """Bill a customer; the payment that collects the bill is made with it."""
    return invoices.view(call.unit, invoices.issue(call.unit, call.body))


def invoices_list(call: Call) -> Json:
    """One page of invoices, without their payments."""
    search = Search("invoice", status=call.query.get("filter[status]"), where=_where(call))
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


def _where(call: Call) -> Where | None:
    """What the filters keep; None where there are none, so that nothing has to be sifted."""
    wanted = {name: call.query[f"filter[{name}]"] for name in _FILTERS if f"filter[{name}]" in call.query}
    if not wanted:
        return None
    return lambda invoice: all(_value(invoice, name) == value for name, value in wanted.items())


def _value(invoice: Record, name: str) -> Json:
    return invoice.id if name == "id" else invoice[name]
