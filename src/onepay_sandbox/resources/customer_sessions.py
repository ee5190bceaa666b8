"""Sessions of customers, who log in by a one-time code."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.refusals import unauthorized
from onepay_sandbox.lives import logins, session_charges, sessions


def customer_sessions_request_otp(call: Call) -> None:
    """Send a code to a customer."""
    logins.send_code(call.unit, call.body["phone"])


def customer_sessions_verify_otp(call: Call) -> Json:
    """Turn the code into a session."""
    session = logins.open_session(call.unit, call.body["phone"], call.body["otp"])
    return sessions.view(session, call.find("customer", session.owner))


def customer_sessions_list_payment_methods(call: Call) -> Json:
    """What the customer has saved."""
    return {"data": session_charges.listed(call.unit, _customer_id(call))}


def customer_sessions_create_charge(call: Call) -> Json:
    """Charge the customer."""
    charge = session_charges.begin(call.unit, _customer_id(call), call.body)
    return session_charges.attempt(call.unit, charge)


def customer_sessions_get_charge(call: Call) -> Json:
    """A charge of the customer's sessions."""
    return session_charges.view(session_charges.found(call.unit, _customer_id(call), call.ids["charge_id"]))


def _customer_id(call: Call) -> str:
    """Whose session it is; a customer who was deleted has none."""
    if call.session is None or call.unit.objects.get("customer", call.session.owner) is None:
        raise unauthorized("La sesión del cliente no es válida o ya expiró.")
    return call.session.owner
