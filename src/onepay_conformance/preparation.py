"""Before the phases a customer logs in and payments are paid, if the control API can read codes and play a payer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from onepay_conformance.aborts import Refused
from onepay_conformance.contract_index import path_names
from onepay_conformance.sender import NoReply
from onepay_conformance.session import CannotMake, Session
from onepay_contract.document import Operation
from onepay_core.json_values import Json, is_object

PHONE: Final = "+573000000077"
"""Of the customer who logs in; nobody else in a run has it."""
SECOND_PHONE: Final = "+573000000078"
"""Of another customer, who logs in to be told from the first."""
_OUTCOMES: Final = ("approve", "INSUFFICIENT_FUNDS")
"""How an attempt to pay ends: well, or declined. What a list says of a failed attempt, no document tells."""


@dataclass(frozen=True, slots=True)
class Login:
    """A customer's session: its token, and when that expires, where the server says so."""

    token: str = field(repr=False)
    expires_at: datetime | None


def log_in(session: Session) -> None:
    """Learn a session's token and a payment method of its customer, and wait until the first account is good."""
    control, login = session.sender.server.control, session.contract_index.login
    if control is None or login is None or session.sender.policy.read_only:
        return
    customer = _customer(session, PHONE)
    _save_methods(session, customer)
    _save_methods(session, session.new_id(session.contract_index.name("customer")))  # which the first must not see
    session.customer = customer
    renew_login(session)
    session.id_of(session.contract_index.name("account"))
    control.wait()


def renew_login(session: Session) -> None:
    """Log the customer of the session in again, as after a token has expired."""
    login = _logged_in(session, session.customer, PHONE) if session.customer else None
    if login:
        session.fixtures.first["customer_token"] = login.token


def coded_login(session: Session) -> dict[str, Json]:
    """The body of a login with the code that was sent to the customer of the session; an empty one where none was."""
    control, login = session.sender.server.control, session.contract_index.login
    if control is None or login is None or session.customer is None:
        return {}
    session.send(login[0].id, body=_filled(session, login[0], PHONE))
    code = control.code(session.contract_index.name("customer"), session.customer)
    return _filled(session, login[1], PHONE, code) if code else {}


def second_login(session: Session) -> Login | None:
    """Log in a customer who is nobody else in the run; None where that cannot be done."""
    try:
        return _logged_in(session, _customer(session, SECOND_PHONE), SECOND_PHONE)
    except (CannotMake, NoReply, Refused):
        return None


def _logged_in(session: Session, customer: str, phone: str) -> Login | None:
    control, login = session.sender.server.control, session.contract_index.login
    if control is None or login is None:
        return None
    asking, verifying = login
    session.send(asking.id, body=_filled(session, asking, phone))
    code = control.code(session.contract_index.name("customer"), customer)
    if not code:
        return None
    body = _filled(session, verifying, phone, code)
    reply = session.send(verifying.id, body=body).value
    session.send(verifying.id, body=body)  # used up: history checks judge
    index = session.contract_index
    token, end = _field(reply, index.name("token")), _field(reply, index.name("expires"))
    return Login(token, datetime.fromisoformat(end) if end else None) if token else None


def _filled(session: Session, operation: Operation, phone: str, code: str | None = None) -> dict[str, Json]:
    """The fields of a login that are known: the phone of the customer, and the code that was sent there."""
    index = session.contract_index
    known = {index.name("phone"): phone, **({index.name("code"): code} if code else {})}
    return {name: known[name] for name in session.contract_index.fields(operation) if name in known}


def _customer(session: Session, phone: str) -> str:
    index = session.contract_index
    [maker, *_] = index.makers[index.name("customer")]
    body = session.bodies.base(index.operations[maker])
    made = session.send(maker, body={**body, index.name("phone"): phone} if is_object(body) else body)
    identifier = _field(made.value if made.status < 400 else None, "id")
    if not identifier:
        raise CannotMake(f"{maker} answered {made.status} to {phone}.")
    return identifier


def _save_methods(session: Session, customer: str) -> None:
    """Save a card, by which the customer of a session can pay."""
    index = session.contract_index
    [name, *_] = index.makers[index.name("card")]
    maker = index.operations[name]
    body = session.bodies.base(maker)
    if session.sender.server.keys.has(index.key(maker)) and is_object(body):
        made = session.send(maker.id, body={**body, index.name("customer"): customer})
        _learn(session, index.name("payment_method"), _field(made.value, "id"))


def _field(reply: Json, name: str) -> str | None:
    value = reply.get(name) if is_object(reply) else None
    return value if isinstance(value, str) else None


def _learn(session: Session, name: str, value: str | None) -> None:
    if value:
        session.fixtures.add(name, value)


def pay(session: Session) -> None:
    """Have payments paid, then read them, and try what can no longer be done; history checks judge."""
    control = session.sender.server.control
    if control is None or session.sender.policy.read_only:
        return
    payments = session.contract_index.name("payment")
    session.id_of(payments)  # one that stays open, and is what other calls are tried with
    for outcome in _OUTCOMES:
        payment = session.new_id(payments)
        control.pay(payment, outcome)
        for operation in _at_payments(session):
            if outcome == _OUTCOMES[0] or not session.contract_index.has_role(operation, "attempts"):
                session.send(operation.id, ids={payments: payment}, body=session.base(operation))
    for lister in session.contract_index.id_sources(payments):
        session.send(lister.id)


def _at_payments(session: Session) -> list[Operation]:
    """The operations at one payment, those that undo it last."""
    index = session.contract_index
    found = [
        item
        for item in index.operations.values()
        if path_names(item.path) == [index.name("payment")] and item.id not in session.skipped
    ]
    return sorted(found, key=lambda item: (item.method != "GET", index.is_undoing(item.id)))
