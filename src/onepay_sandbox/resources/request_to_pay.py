"""Requests to pay: charges on a Nequi or Daviplata wallet that its holder confirms."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core import scenarios
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import Refusal, invalid_field, not_found
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import charges
from onepay_sandbox.resources.charges import intent_item
from onepay_sandbox.resources.customers import payer

_CODE: Final = 6
_HOLDER_TAKES: Final = timedelta(seconds=5)

ASSUMPTIONS: Final = (
    Assumption(
        "nequi-confirm",
        "inferred",
        "A confirmed Nequi request answers pending, and is paid five seconds later unless it was decided before.",
        "The reply is documented as pending and wallets as immediate; the seconds are ours.",
    ),
    Assumption(
        "daviplata-otp",
        "inferred",
        "A Daviplata request is paid by the code that its holder got, and a wrong code is refused with status 422.",
        "The confirmation takes an otp and answers paid; the control API tells the code.",
    ),
    Assumption(
        "wallet-request-words",
        "ours",
        "A request without external_id is answered with its own id there; one that was declined says failed.",
        "The field is never null, and pending and paid are the only documented states.",
    ),
)


def open_request(unit: UnitOfWork, rail: str, body: Document) -> Json:
    """Make a request to a wallet, as the contract's `RequestToPayIntent`. Raises `Refusal`."""
    customer = payer(unit, body["customer_id"])
    title = body.get("title", f"Solicitud de pago {rail.title()}")
    wallet = unit.fixed_id(f"{rail} {body['phone']}")
    named = {"rail": rail, "method_type": rail, "method_id": wallet, "title": title}
    code = {"otp": unit.new_code(_CODE, "daviplata")} if rail == "daviplata" else {}
    forced = scenarios.of_number(body["phone"])
    return view(unit, charges.begin(unit, body["amount"], {**body, **named, **code}, customer.id, forced))


def request_of(call: Call, rail: str) -> StoredObject:
    """The request that the path names. Raises `Refusal` where there is none to this kind of wallet."""
    charge = call.named("charge")
    if charge.get("rail") != rail:
        raise not_found()
    return charge


def confirm_nequi(unit: UnitOfWork, charge: StoredObject) -> None:
    """Start the confirmation in the holder's app; a repeat changes nothing."""
    if charge.status == "created":
        charges.process(unit, charge)
        unit.schedule(charge, "settle", unit.now + _HOLDER_TAKES)


def confirm_daviplata(unit: UnitOfWork, charge: StoredObject, otp: str) -> None:
    """Let the wallet pay for the holder's code. Raises `Refusal` for another code, or where that is past."""
    if charge.status not in charges.OPEN:
        raise Refusal("La solicitud de pago ya no está pendiente.")
    if otp != charge["otp"]:
        raise invalid_field("otp", "El código no es correcto.")
    charges.settle(unit, charge)


def view(unit: UnitOfWork, charge: StoredObject) -> Json:
    """The request as the contract's `RequestToPayIntent`."""
    waits = charge.status in charges.OPEN
    shown = {
        "source": charge["rail"],
        "status": "pending" if waits else charge.status,
        "network_id": f"red-{charge.sequence:06}",
        "external_id": charge.get("external_id", charge.id),
    }
    return {**intent_item(unit, charge), **shown}


def request_to_pay_create_nequi(call: Call) -> Json:
    """Ask the holder of a Nequi wallet."""
    return open_request(call.unit, "nequi", call.body)


def request_to_pay_confirm_nequi(call: Call) -> Json:
    """Let the holder decide in the app; the reply still is pending."""
    charge = request_of(call, "nequi")
    confirm_nequi(call.unit, charge)
    return view(call.unit, charge)


def request_to_pay_create_daviplata(call: Call) -> Json:
    """Ask the holder of a Daviplata wallet, who gets a one-time code."""
    return open_request(call.unit, "daviplata", call.body)


def request_to_pay_confirm_daviplata(call: Call) -> Json:
    """Let the wallet pay for the holder's code."""
    charge = request_of(call, "daviplata")
    confirm_daviplata(call.unit, charge, call.body["otp"])
    return view(call.unit, charge)
