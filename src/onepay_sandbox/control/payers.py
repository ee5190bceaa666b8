"""What payers do with payments, and banks with charges."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.lives.payers import attempt, settle
from onepay_sandbox.objects import Record
from onepay_sandbox.unit import Unit
from onepay_sandbox.values import Json


def payments_pay(call: ControlCall) -> Json:
    """Try to pay a payment in the place of the payer."""
    return _view(call.unit, attempt(call.unit, call.named("payment"), call.body))


def payments_inspect(call: ControlCall) -> Json:
    """The notices that were sent for a payment, and the tax that it was made with."""
    payment = call.named("payment")
    shown = {"id": payment.id, "status": payment.status, "tax": payment.get("tax")}
    return {**shown, "notices": payment.get("notices", [])}


def charges_get(call: ControlCall) -> Json:
    """What will become of a charge, and which code its payer got."""
    return _view(call.unit, call.named("charge"))


def charges_settle(call: ControlCall) -> Json:
    """Let the payer or the bank decide now."""
    charge = call.named("charge")
    settle(call.unit, charge, call.body.get("outcome"))
    return _view(call.unit, charge)


def _view(unit: Unit, charge: Record) -> Json:
    waiting = charge["waiting"]
    found = unit.objects.get(waiting["kind"], waiting["id"]) if waiting else None
    collects = {"kind": found.kind, "id": found.id, "status": found.status} if found else None
    shown = {"id": charge.id, "status": charge.status, "amount": charge["amount"], "remarks": charge["remarks"]}
    return {**shown, "outcome": charge["outcome"], "otp": charge.get("otp"), "collects_for": collects}
