"""Customer sessions: the id is the token, the owner the customer, and `expires_at` says how long it is good."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.core.clock import offset_stamp
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import UnitOfWork

LIFE: Final = StateMachine(kind="session")
_GOOD_FOR: Final = timedelta(hours=4)
_SHOWN: Final = ("first_name", "last_name", "phone", "email")

ASSUMPTIONS: Final = (
    Assumption(
        "session-length",
        "ours",
        "A customer's session ends four hours after it began, whatever happens in it, and its token then is 401.",
        "The reply has expires_at, and no page says how long it is or whether use makes it longer.",
    ),
    Assumption(
        "session-of-banned-customer",
        "ours",
        "A session that began before its customer was banned goes on.",
        "CustomerBanned is known at the login only.",
    ),
)


def begin(unit: UnitOfWork, customer: StoredObject) -> StoredObject:
    """Make a session of `customer`."""
    state = {"expires_at": offset_stamp(unit.now + _GOOD_FOR)}
    return unit.create("session", state, owner=customer.id, id_=unit.new_token(f"{unit.number()}|"))


def view(session: StoredObject, customer: StoredObject) -> Json:
    """The session as the contract's `CustomerSession`."""
    person = {"id": customer.id, **{name: customer[name] for name in _SHOWN}}
    return {"token": session.id, "expires_at": session["expires_at"], "customer": person}
