"""Customers: natural persons and companies that pay, or are paid by, the merchant."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import payment_methods
from onepay_sandbox.resources.pagination import counted, page, without_nulls

CUSTOMER_STATES: Final = StateMachine(kind="customer", indexed=("document_number", "phone"))
_UNCOUNTED: Final = ("data", "current_page", "from", "per_page", "to")

ASSUMPTIONS: Final = (
    Assumption(
        "customer-defaults",
        "ours",
        "A customer without nationality or birthdate is answered with CO and 1970-01-01.",
        "Both may be left out of a request and stand in every documented reply, never null.",
    ),
    Assumption(
        "customer-without-contact",
        "observed",
        "A customer whose email or phone is null is answered with the empty string.",
        "One program sends null for both; the empty string stands for a missing address in documented replies.",
    ),
    Assumption(
        "customer-birthdate",
        "observed",
        "A birthdate may be a moment, of which the day is kept as it is written; any other text is refused with 422.",
        "A program in production sends a moment; the page documents a date.",
    ),
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

_SHOWN: Final = ("first_name", "last_name", "email", "phone", "document_type", "document_number")
_DEFAULTS: Final = {"nationality": "CO", "birthdate": "1970-01-01"}


def register(unit: UnitOfWork, fields: Document) -> StoredObject:
    """A new customer. Raises `Refusal` for a birthdate that is none."""
    kept = {**fields, **{name: "" for name in ("email", "phone") if fields[name] is None}}
    if "birthdate" in fields:
        kept["birthdate"] = _day(fields["birthdate"])
    return unit.create("customer", kept)


def _day(text: str) -> str:
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError as error:
        raise invalid_field("birthdate", "El campo birthdate no tiene el formato date.") from error


def view(customer: StoredObject) -> Json:
    """The customer as the contract's `Customer`."""
    fields = {name: customer.get(name, default) for name, default in _DEFAULTS.items()}
    return {"id": customer.id, **_named(customer), **fields, "created_at": customer["created_at"]}


def summary(unit: UnitOfWork, customer_id: str) -> Json:
    """The customer inside other objects, as `CustomerSummary`; a deleted one is still named."""
    customer = unit.objects.get("customer", customer_id, include_deleted=True)
    if customer is None:
        return None
    created = {"created_at": customer["created_at"], "is_test": unit.is_test}
    return {"id": customer.id, **_named(customer), **created}


def _named(customer: StoredObject) -> dict[str, Json]:
    return {name: customer[name] for name in _SHOWN}


def customers_create(call: Call) -> Json:
    """Register a customer. Nothing makes two customers the same but the idempotency key."""
    return view(register(call.unit, call.body))


def customers_list(call: Call) -> Json:
    """One page of customers, of all or of those with one document number."""
    number = call.query.get("document_number")
    search = Search("customer", having={} if number is None else {"document_number": number})
    return without_nulls(counted(page(call, search, view, size=15)))


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
    """One page of the accounts of a customer, without their number."""
    envelope = _methods_of(call, "account")
    return {name: envelope[name] for name in _UNCOUNTED if name in envelope}


def _methods_of(call: Call, kind: str) -> Json:
    customer = call.named("customer")
    return without_nulls(counted(page(call, Search(kind, owner=customer.id), payment_methods.view, size=15)))


def payer(unit: UnitOfWork, customer_id: str) -> StoredObject:
    """The customer who shall pay. Raises `Refusal` where there is none."""
    customer = unit.objects.get("customer", customer_id)
    if customer is None:
        raise invalid_field("customer_id", "El cliente no existe.")
    return customer
