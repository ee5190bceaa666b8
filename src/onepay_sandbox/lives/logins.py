"""Logins of customers: a one-time code that was sent to a phone, and becomes a session when it comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from onepay_sandbox.core.objects import Search, StoredObject
from onepay_sandbox.core.refusals import Refusal, invalid_field
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.lives import sessions

_CODE: Final = 6
_GOOD_FOR: Final = timedelta(minutes=10)

ASSUMPTIONS: Final = (
    Assumption(
        "login-code",
        "ours",
        "A login code has six digits, is good once and for ten minutes, and a new one makes the older one void.",
        "No page tells of the code more than its name; the control API shows it.",
    ),
    Assumption(
        "login-wrong-code",
        "inferred",
        "A wrong code is refused with status 422, and the right one is still good.",
        "No page shows the refusal, or how many tries there are.",
    ),
    Assumption(
        "login-unknown-phone",
        "inferred",
        "A phone that belongs to no customer is refused with status 422.",
        "The operation that sends the code is not documented at all; a test should notice a wrong phone.",
    ),
    Assumption(
        "login-newest-customer",
        "ours",
        "Where customers share a phone, the newest of them logs in.",
        "Nothing says that a phone belongs to one customer only.",
    ),
    Assumption(
        "banned-customer",
        "inferred",
        "A customer that the control API has banned cannot log in: CustomerBanned, with status 422.",
        "The page names the error; its status, and what bans a customer, are not known.",
    ),
)


def send_code(unit: UnitOfWork, phone: str) -> None:
    """Send a code to a customer's phone, of which the older codes end. Raises `Refusal`."""
    customer = _customer(unit, phone)
    for login in unit.all("login", owner=customer.id, status="sent"):
        unit.move(login, "void")
    login = unit.create("login", {"otp": unit.new_code(_CODE, "login")}, owner=customer.id)
    unit.schedule(login, "expire", unit.now + _GOOD_FOR)


def open_session(unit: UnitOfWork, phone: str, otp: str) -> StoredObject:
    """The session of a customer who got `otp`. Raises `Refusal`."""
    customer = _customer(unit, phone)
    login = waiting(unit, customer.id)
    if login is None or login["otp"] != otp:
        raise invalid_field("otp", "El código no es correcto o ya venció.")
    unit.move(login, "used")
    return sessions.begin(unit, customer)


def waiting(unit: UnitOfWork, customer_id: str) -> StoredObject | None:
    """The login of a customer whose code has not come back, if there is one."""
    found = unit.all("login", owner=customer_id, status="sent")
    return found[0] if found else None


def _customer(unit: UnitOfWork, phone: str) -> StoredObject:
    def has_phone(customer: StoredObject) -> bool:
        return bool(customer["phone"] == phone)

    found, _ = unit.objects.find(Search("customer", where=has_phone, limit=1))
    if not found:
        raise invalid_field("phone", "No existe un cliente con este teléfono.")
    if found[0].get("banned"):
        raise Refusal("El cliente está bloqueado.", name="CustomerBanned")
    return found[0]


def _expire(unit: UnitOfWork, login: StoredObject) -> None:
    unit.move(login, "void")


LIFE: Final = StateMachine(
    kind="login",
    transitions={"sent": ("used", "void"), "used": (), "void": ()},
    timers={"expire": _expire},
)
