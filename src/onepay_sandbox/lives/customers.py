"""Customers: natural persons and companies that pay, or are paid by, the merchant."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import UnitOfWork

LIFE: Final = StateMachine(kind="customer")

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
