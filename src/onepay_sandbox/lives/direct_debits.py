"""Enrolments of utility bills in automatic debits, and the links on which payers make them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.clock import BOGOTA
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import Refusal
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import UnitOfWork

_ENROLMENT_PAGES: Final = "https://onepay.la/s"
_MINUTES: Final = 4320
_CODE: Final = 10
_COPIED: Final = ("created_at", "document_type", "document_number", "first_name", "last_name", "phone", "email")

LIFE: Final = StateMachine(kind="direct_debit", transitions={"Inactive": ()})

ASSUMPTIONS: Final = (
    Assumption(
        "direct-debit-enrolled",
        "ours",
        "A payer who follows a link, which the control API does, enrols its bill once; then the list shows it.",
        "The page of the link says what it is for, and the list has a payer for each of its bills.",
    ),
    Assumption(
        "direct-debit-inactive",
        "ours",
        "An enrolled bill is `Inactive`, with the method `Other`, and nothing is debited.",
        "No other state and no other method is documented.",
    ),
    Assumption(
        "bill-service-on",
        "ours",
        "Every account has the bill service switched on.",
        "The page wants it; what is answered without it is not known.",
    ),
)


def open_link(unit: UnitOfWork, wanted: Document) -> StoredObject:
    """A new link, good for the minutes that the body names; its id is the code at the end of its address."""
    expires = unit.now + timedelta(minutes=wanted.get("expiration_minutes", _MINUTES))
    shown = expires.astimezone(BOGOTA).isoformat(timespec="microseconds")
    code = unit.new_token("")[:_CODE]
    link = unit.create("direct_debit_link", {**wanted, "expires_at": shown}, id_=code)
    unit.schedule(link, "expire", expires)
    return link


def enrol(unit: UnitOfWork, link: StoredObject, person: Document) -> StoredObject:
    """Let a payer enrol the bill of a link. Raises `Refusal` where it was used or has expired."""
    if not unit.can_move(link, "used"):
        raise Refusal("El enlace ya fue usado o expiró.")
    unit.move(link, "used")
    named = {"phone": link["phone"], "email": "", **person}
    return unit.create("direct_debit", {**named, "reference": link["reference"]})


def view_link(link: StoredObject) -> Json:
    """The link as the contract's `DirectDebitLink`."""
    return {"url": f"{_ENROLMENT_PAGES}/{link.id}", "reference": link["reference"], "expires_at": link["expires_at"]}


def view(enrolment: StoredObject) -> Json:
    """The enrolment as the contract's `DirectDebit`."""
    return {
        "bill_id": enrolment.id,
        "status": enrolment.status,
        **{name: enrolment[name] for name in _COPIED},
        "updated_at": enrolment["created_at"],
        "bill_reference": enrolment["reference"],
        "payment_method_type": "Other",
        "payment_method_description": None,
    }
