"""What else is known of customers."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.lives.logins import waiting
from onepay_sandbox.values import Json


def customers_inspect(call: ControlCall) -> Json:
    """Whether a customer may log in, and with which code."""
    customer = call.named("customer")
    login = waiting(call.unit, customer.id)
    return {"id": customer.id, "banned": customer.get("banned", False), "otp": login["otp"] if login else None}


def customers_ban(call: ControlCall) -> Json:
    """Ban a customer, or take the ban back."""
    call.unit.change(call.named("customer"), banned=call.body["banned"])
    return customers_inspect(call)
