"""Customers."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import Search
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.lives import customers, methods
from onepay_sandbox.lives.customers import view
from onepay_sandbox.resources.pagination import counted, page, without_nulls

_UNCOUNTED: Final = ("data", "current_page", "from", "per_page", "to")

ASSUMPTIONS: Final = (
    Assumption(
        "customers-never-merge",
        "ours",
        "Two customers may have the same document, phone and e-mail address.",
        "No page says that anything about them has to differ.",
    ),
    Assumption(
        "deleted-objects",
        "inferred",
        "A customer, account, invoice or webhook that was deleted is no longer found; what refers to it still "
        "names it.",
        "No page tells what becomes of a charge whose customer is gone.",
    ),
)


def customers_create(call: Call) -> Json:
    """Register a customer. Nothing makes two customers the same but the idempotency key."""
    return view(customers.register(call.unit, call.body))


def customers_list(call: Call) -> Json:
    """One page of customers, of all or of those with one document number."""
    number = call.query.get("document_number")
    where = None if number is None else lambda customer: customer["document_number"] == number
    return without_nulls(counted(page(call, Search("customer", where=where), view, size=15)))


def customers_get(call: Call) -> Json:
    """One customer."""
    return view(call.named("customer"))


def customers_delete(call: Call) -> None:
    """Delete a customer; what refers to it keeps naming it."""
    call.unit.delete(call.named("customer"))


def customers_list_cards(call: Call) -> Json:
    """One page of the cards of a customer, in the short form."""
    return _methods_of(call, "card")


def customers_list_accounts(call: Call) -> Json:
    """One page of the accounts of a customer, which is not told how many there are."""
    envelope = _methods_of(call, "account")
    return {name: envelope[name] for name in _UNCOUNTED if name in envelope}


def _methods_of(call: Call, kind: str) -> Json:
    customer = call.named("customer")
    return without_nulls(counted(page(call, Search(kind, owner=customer.id), methods.view, size=15)))
