"""How charges begin that a merchant asks for: who pays, with what, and over which network."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.clock import parse_datetime, stamp
from onepay_sandbox.core.objects import Search, StoredObject
from onepay_sandbox.core.refusals import Refusal, invalid_field
from onepay_sandbox.core.state_machine import Assumption
from onepay_sandbox.core.unit_of_work import PAGES, UnitOfWork
from onepay_sandbox.lives import charges

_PSE_PAGES: Final = "https://s.onepay.la/short"
_TWO_MINUTES: Final = timedelta(minutes=2)
_MINUTES: Final = 15
_LONGEST: Final = 60 * 24 * 366

ASSUMPTIONS: Final = (
    Assumption(
        "pse-twice",
        "observed",
        "A second PSE charge of one customer, bank and amount within two minutes is refused with status 429.",
        "A program that read the documentation says so; another external_id does not help.",
    ),
    Assumption(
        "bre-b-expires",
        "inferred",
        "A Bre-B charge that is not paid within expires_in minutes, 15 without it, fails with TRANSACTION_EXPIRED.",
        "The reply has expires_at, and one program sends 15.",
    ),
    Assumption(
        "foreign-method",
        "inferred",
        "A charge on a card or an account that does not exist or belongs to another customer is refused with 422.",
        "A decline code for accounts of others exists; that it is for requests of this kind is not said.",
    ),
    Assumption(
        "pse-waits",
        "ours",
        "A PSE charge waits for its payer as long as it takes; the control API completes it.",
        "No page says when the link of one expires.",
    ),
)


def payer(unit: UnitOfWork, customer_id: str) -> StoredObject:
    """The customer who shall pay. Raises `Refusal` where there is none."""
    customer = unit.objects.get("customer", customer_id)
    if customer is None:
        raise invalid_field("customer_id", "El cliente no existe.")
    return customer


def method_of(unit: UnitOfWork, customer: StoredObject, body: Document) -> StoredObject:
    """The card or account that a body names by `card_id` or `account_id`. Raises `Refusal` where it is not theirs."""
    kind = "card" if "card_id" in body else "account"
    method = unit.objects.get(kind, body[f"{kind}_id"])
    if method is None or method.owner != customer.id:
        raise invalid_field(f"{kind}_id", "El medio de pago no pertenece al cliente.")
    return method


def open_pse(unit: UnitOfWork, body: Document) -> Json:
    """Make a PSE charge, as the contract's `PseCharge`. Raises `Refusal`."""
    customer = payer(unit, body["customer_id"])
    _refuse_twice(unit, body)
    named = {"title": "PSE", "rail": "pse", "method_type": charges.OTHER, "method_id": body["bank_id"]}
    charge = charges.begin(unit, body["amount"], {**body, **named}, customer.id)
    return {"id": charge.id, "url": f"{_PSE_PAGES}/{charge.id}"}


def open_bre_b(unit: UnitOfWork, body: Document) -> Json:
    """Make a Bre-B charge, as the contract's `BreBCharge`. Raises `Refusal`."""
    minutes = body.get("expires_in", _MINUTES)
    if not 0 < minutes <= _LONGEST:
        raise invalid_field("expires_in", "El campo expires_in debe estar entre 1 minuto y un año.")
    alias = f"@{unit.new_code(10, 'bre-b')}"
    named = {"rail": "bre_b", "method_type": charges.OTHER, "method_id": alias}
    title = body.get("title", "Bre-B")
    charge = charges.begin(unit, body["amount"], {**body, **named, "title": title})
    expires = unit.now + timedelta(minutes=minutes)
    unit.schedule(charge, "expire", expires)
    code = {"image": f"{PAGES}/qr/{charge.id}.png"}
    return {"id": charge.id, "qr": code, "key": {"alias": alias}, "expires_at": stamp(expires)}


def _refuse_twice(unit: UnitOfWork, body: Document) -> None:
    wanted = (body["amount"], body["bank_id"])
    recent = unit.objects.find(Search("charge", owner=body["customer_id"], limit=100))[0]
    for charge in recent:
        young = unit.now - parse_datetime(charge["created_at"]) < _TWO_MINUTES
        if young and charge.get("rail") == "pse" and (charge["amount"], charge["method_id"]) == wanted:
            raise Refusal("Ya existe un cargo igual creado hace menos de dos minutos.", (429,))
