"""Cashouts."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.lives import payouts
from onepay_sandbox.lives.cashouts import tell, view


def cashouts_create(call: Call) -> Json:
    """Order a payout: it is pending, and the money has left the balance."""
    unit, body = call.unit, call.body
    customer = _receiver(call)
    if body["method"] == "INSTANT" and customer["user_type"] != "natural":
        raise invalid_field("method", "INSTANT solo está disponible para personas naturales.")
    payouts.take_money(unit, body["amount"])
    cashout = unit.create("cashout", {**body, "outcome": unit.outcome("cashout")}, owner=customer.id)
    payouts.send(unit, cashout)
    tell(unit, cashout, "cashout.created")
    return view(unit, cashout)


def _receiver(call: Call) -> StoredObject:
    """The customer who is paid, to whom the account must belong."""
    customer = call.unit.objects.get("customer", call.body["customer_id"])
    if customer is None:
        raise invalid_field("customer_id", "El cliente no existe.")
    account = call.unit.objects.get("account", call.body["account_id"])
    if account is None or account.owner != customer.id:
        raise invalid_field("account_id", "La cuenta no pertenece al cliente.")
    return customer
