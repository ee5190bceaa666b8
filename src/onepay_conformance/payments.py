"""Payments are paid, and are not, where somebody can play the payer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from onepay_conformance.session import CannotMake, Session
from onepay_core.json_values import is_object

_READERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "approve": ("payments_get", "payments_list_intents", "payments_resend", "payments_delete"),
        "INSUFFICIENT_FUNDS": ("payments_get", "payments_resend", "payments_delete"),
    }
)
"""How an attempt to pay ends, and what is then called. What a list says of a failed attempt, no document tells."""


def pay(session: Session) -> None:
    """Have payments paid, then read them, and try what can no longer be done; watchers judge."""
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
    told = made.value if made.status < 400 else None
    identifier = told.get("id") if is_object(told) else None
    if not isinstance(identifier, str):
        raise CannotMake(f"payments_create answered {made.status}.")
    return identifier
