"""Before the phases a customer logs in and payments are paid, if the control API can read codes and play a payer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
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
        shown = session.send("customer_sessions_verify_otp", body={"phone": PHONE, "otp": code})
        _learn(session, "customer_token", _field(shown.value if shown.status < 400 else None, "token"))
        session.send(
            "customer_sessions_verify_otp", body={"phone": PHONE, "otp": code}
        )  # used up: history checks judge
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


_READERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "approve": ("payments_get", "payments_list_intents", "payments_resend", "payments_delete"),
        "INSUFFICIENT_FUNDS": ("payments_get", "payments_resend", "payments_delete"),
    }
)
"""How an attempt to pay ends, and what is then called. What a list says of a failed attempt, no document tells."""


def pay(session: Session) -> None:
    """Have payments paid, then read them, and try what can no longer be done; history checks judge."""
    control = session.sender.server.control
    if control is None or session.sender.policy.read_only:
        return
    session.id_of("payment_id")  # one that stays open, and is what other calls are tried with
    for outcome, readers in _READERS.items():
        payment = _payment(session)
        control.pay(payment, outcome)
        for reader in readers:
            if reader not in session.skipped:
                body = session.base(session.contract_index.operations[reader])
                session.send(reader, ids={"payment_id": payment}, body=body)
    session.send("payments_list")


def _payment(session: Session) -> str:
    operation = session.contract_index.operations["payments_create"]
    made = session.send("payments_create", body=session.base(operation))
    shown = made.value if made.status < 400 else None
    identifier = shown.get("id") if is_object(shown) else None
    if not isinstance(identifier, str):
        raise CannotMake(f"payments_create answered {made.status}.")
    return identifier
