"""A customer logs in, where somebody can read the code that was sent."""

from __future__ import annotations

from typing import Final

from onepay_conformance.session import CannotMake, Session
from onepay_core.json_values import Json, is_object

PHONE: Final = "+573000000077"
"""Of the customer who logs in; nobody else in a run has it."""


def log_in(session: Session) -> None:
    """Learn a session's token and a payment method of its customer, and wait until the first account is good."""
    control = session.sender.server.control
    if control is None or session.sender.policy.read_only:
        return
    customer = _customer(session)
    _save_card(session, customer)
    _save_card(session, session.new_id("customer_id"))  # which the first must not see
    session.send("customer_sessions_request_otp", body={"phone": PHONE})
    code = control.code("customer_id", customer)
    if code:
        told = session.send("customer_sessions_verify_otp", body={"phone": PHONE, "otp": code})
        _learn(session, "customer_token", _field(told.value if told.status < 400 else None, "token"))
        session.send("customer_sessions_verify_otp", body={"phone": PHONE, "otp": code})  # used up: watchers judge
    session.id_of("account_id")
    control.wait()


def _customer(session: Session) -> str:
    operation = session.contract_index.operations["customers_create"]
    body = session.bodies.base(operation)
    made = session.send("customers_create", body={**body, "phone": PHONE} if is_object(body) else body)
    identifier = _field(made.value if made.status < 400 else None, "id")
    if not identifier:
        raise CannotMake(f"customers_create answered {made.status} to {PHONE}.")
    return identifier


def _save_card(session: Session, customer: str) -> None:
    maker = session.contract_index.operations["cards_create"]
    body = session.bodies.base(maker)
    if session.sender.server.keys.has(session.contract_index.key(maker)) and is_object(body):
        made = session.send("cards_create", body={**body, "customer_id": customer})
        _learn(session, "payment_method_id", _field(made.value, "id"))


def _field(reply: Json, name: str) -> str | None:
    value = reply.get(name) if is_object(reply) else None
    return value if isinstance(value, str) else None


def _learn(session: Session, name: str, value: str | None) -> None:
    if value:
        session.fixtures.add(name, value)
