"""Customers."""

from __future__ import annotations

from onepay_sandbox.calls import Call
from onepay_sandbox.lives.customers import view
from onepay_sandbox.objects import Search
from onepay_sandbox.pages import counted, page, without_nulls
from onepay_sandbox.values import Json


def customers_create(call: Call) -> Json:
    """Register a customer. Nothing makes two customers the same but the idempotency key."""
    return view(call.unit.create("customer", call.body))


def customers_list(call: Call) -> Json:
    """One page of customers."""
    return without_nulls(counted(page(call, Search("customer"), view, size=15)))


def customers_get(call: Call) -> Json:
    """One customer."""
    return view(call.named("customer"))


def customers_delete(call: Call) -> None:
    """Delete a customer; what refers to it keeps naming it."""
    call.unit.delete(call.named("customer"))
