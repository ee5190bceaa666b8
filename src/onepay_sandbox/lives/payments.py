"""Payments: requests for money behind a link, which the payer settles with a method of their choice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.clock import parse_end, stamp
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.outbox import emit
from onepay_sandbox.core.refusals import Refusal, invalid_field
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.lives import charges, notices, payment_views, splits

_FRESH: Final[Document] = {
    "amount": 0,
    "currency": "COP",
    "paid": 0,
    "paid_at": None,
    "method": None,
    "attempts": [],
    "parts": [],
}
_LONGEST: Final = 24 * 366 * 20

ASSUMPTIONS: Final = (
    Assumption(
        "payment-deleted-is-cancelled",
        "inferred",
        "A deleted payment can still be read; its status is cancelled.",
        "The list of states has cancelled, and deleting once more was seen to answer payment_cancelled.",
    ),
    Assumption(
        "payment-declined-goes-on",
        "inferred",
        "A payment whose last attempt was declined can still be paid, cancelled, and expire.",
        "The link stays good; no page says that one declined card ends a payment.",
    ),
    Assumption(
        "payment-expires",
        "documented",
        "At its expiration_date a payment that is not paid expires, and its open attempts fail.",
        "The guide says that the date blocks the payment; a date without a time means the end of that day.",
    ),
    Assumption(
        "payment-in-parts",
        "inferred",
        "Parts keep to the limits of partial_payment_config, and timeout_hours after the first it is partial_expired.",
        "Only names and two states are documented; what came in stays in the balance.",
    ),
    Assumption(
        "payment-part-refunded",
        "ours",
        "A part that is refunded while its payment can still be paid has to be paid again.",
        "No page shows such a payment; the alternative would be one that asks for less than it says.",
    ),
    Assumption(
        "payment-pesos-only",
        "inferred",
        "A payment in another currency than COP is refused with status 422.",
        "The concepts page knows pesos only.",
    ),
    Assumption(
        "payment-in-progress",
        "inferred",
        "While a bank has not answered, a payment is in_progress; open attempts fail once it is paid or over.",
        "Only the name of the state is documented; money that comes twice cannot be meant.",
    ),
    Assumption(
        "payment-not-deleted",
        "inferred",
        "A payment of which a part was paid, or that has expired, cannot be deleted, which is refused with status 422.",
        "payment_already_paid was seen for a paid one; the part would have to go back.",
    ),
    Assumption(
        "payment-refunded",
        "inferred",
        "A payment is refunded once everything that has paid it was refunded.",
        "Charges are refunded and payments are not; the state is documented.",
    ),
)


def open_payment(unit: UnitOfWork, fields: Mapping[str, Json], customer: StoredObject | None = None) -> StoredObject:
    """Make a payment; `fields` are those of `PaymentCreate`, and `provider_id` where there is one.

    `customer` is who shall pay, if that is known. An invoice or a subscription that wants to hear of it adds
    `waiting=charges.waiting(record)`; its life then has `listeners={"payment": …}`, which is called at each change
    of state. `view` of `payment_views` answers it. Raises `Refusal`.
    """
    _check(fields)
    expires = _expiration(fields.get("expiration_date"))
    owner = customer.id if customer else ""
    state = {**_FRESH, **fields, "expiration_at": stamp(expires) if expires else None}
    state["splits"] = splits.agree(unit, fields.get("splits", ()), owner)
    payment = unit.create("payment", state, owner=owner)
    if expires:
        unit.schedule(payment, "expire", expires)
    notices.announce(unit, payment)
    _say(unit, payment, "payment.created")
    return payment


def cancel(unit: UnitOfWork, payment: StoredObject) -> None:
    """Withdraw a payment that nobody has made; its open attempts fail.

    Raises `Refusal` where it is cancelled already, or money has come in.
    """
    if payment.status == "cancelled":
        raise Refusal("El cobro ya fue cancelado.", name="payment_cancelled")
    if payment["paid"]:
        raise Refusal("El cobro ya fue pagado.", name="payment_already_paid")
    if not unit.can_move(payment, "cancelled"):
        raise Refusal("El cobro ya expiró.")
    withdraw(unit, payment)


def withdraw(unit: UnitOfWork, payment: StoredObject) -> None:
    """Cancel a payment that is not over, even if a part has come in, which stays in the balance."""
    if unit.can_move(payment, "cancelled"):
        unit.move(payment, "cancelled")
        _drop_attempts(unit, payment)
        _say(unit, payment, "payment.deleted")


def is_open(payment: StoredObject) -> bool:
    """Whether it can still be paid."""
    return payment.status in ("pending", "declined", "in_progress", "partially_paid")


def remaining(payment: StoredObject) -> int:
    """What is still to be paid; 0 where the payer chooses the amount."""
    return int(payment["amount"] - payment["paid"])


def must_be_open(payment: StoredObject) -> None:
    """Raises `Refusal` where it can no longer be paid."""
    if not is_open(payment):
        names = {"cancelled": "payment_cancelled", "approved": "payment_already_paid"}
        raise Refusal("El cobro ya no se puede pagar.", name=names.get(payment.status))


def attempts_of(unit: UnitOfWork, payment: StoredObject) -> list[StoredObject]:
    """The charges by which somebody has tried to pay it, oldest first."""
    return _charges(unit, payment["attempts"])


def _check(fields: Mapping[str, Json]) -> None:
    if "amount" in fields:
        charges.must_fit(fields["amount"])
    notices.check(fields)
    if fields.get("currency", "COP") != "COP":
        raise invalid_field("currency", "La moneda no está soportada.")


def _expiration(text: str | None) -> datetime | None:
    try:
        return parse_end(text) if text else None
    except ValueError as error:
        raise invalid_field("expiration_date", "La fecha de expiración no es válida.") from error


def _hear_charge(unit: UnitOfWork, payment: StoredObject, charge: StoredObject) -> None:
    """What an attempt to pay means for the payment."""
    if charge.status == "created":
        unit.change(payment, attempts=[*payment["attempts"], charge.id])
    elif is_open(payment):
        _STEPS[charge.status](unit, payment, charge)
    elif charge.status == "refunded" and all(one.status == "refunded" for one in _charges(unit, payment["parts"])):
        _refunded(unit, payment)


def _under_way(unit: UnitOfWork, payment: StoredObject, _: StoredObject) -> None:
    if unit.can_move(payment, "in_progress"):
        unit.move(payment, "in_progress")
        unit.notify(payment)


def _declined(unit: UnitOfWork, payment: StoredObject, _: StoredObject) -> None:
    if unit.can_move(payment, "declined"):
        unit.move(payment, "declined")
    _say(unit, payment, "payment.rejected")


def _paid(unit: UnitOfWork, payment: StoredObject, charge: StoredObject) -> None:
    paid = payment["paid"] + charge["amount"]
    payment.owner = payment.owner or charge.owner
    unit.change(payment, paid=paid, method=charge.get("method"), amount=max(payment["amount"], paid))
    unit.change(payment, parts=[*payment["parts"], charge.id])
    if paid < payment["amount"]:
        _paid_in_part(unit, payment)
    else:
        _paid_in_full(unit, payment)
    _drop_attempts(unit, payment)


def _part_given_back(unit: UnitOfWork, payment: StoredObject, charge: StoredObject) -> None:
    """A part that was refunded has to be paid again, while the payment can be paid."""
    parts = [one for one in payment["parts"] if one != charge.id]
    unit.change(payment, paid=payment["paid"] - charge["amount"], parts=parts)


def _refunded(unit: UnitOfWork, payment: StoredObject) -> None:
    if unit.can_move(payment, "refunded"):
        unit.move(payment, "refunded")
        unit.notify(payment)


def _paid_in_full(unit: UnitOfWork, payment: StoredObject) -> None:
    unit.timers.clear(payment)
    unit.move(payment, "approved", paid_at=stamp(unit.now))
    splits.share(unit, payment["splits"], payment["paid"])
    _say(unit, payment, "payment.approved")


def _paid_in_part(unit: UnitOfWork, payment: StoredObject) -> None:
    if payment.status != "partially_paid":
        terms: Document = payment.get("partial_payment_config") or {}
        hours = min(int(terms.get("timeout_hours", 0)), _LONGEST)
        unit.move(payment, "partially_paid")
        if hours > 0:
            unit.schedule(payment, "expire", unit.now + timedelta(hours=hours))
    _say(unit, payment, "payment.partially_paid")


_STEPS: Final = {"processing": _under_way, "failed": _declined, "paid": _paid, "refunded": _part_given_back}


def _charges(unit: UnitOfWork, identifiers: list[str]) -> list[StoredObject]:
    found = (unit.objects.get("charge", identifier) for identifier in identifiers)
    return [charge for charge in found if charge is not None]


def _expire(unit: UnitOfWork, payment: StoredObject) -> None:
    status = "partial_expired" if payment.status == "partially_paid" else "expired"
    unit.move(payment, status)
    _drop_attempts(unit, payment)
    _say(unit, payment, f"payment.{status}")


def _drop_attempts(unit: UnitOfWork, payment: StoredObject) -> None:
    """Let open attempts fail that the payment no longer takes: all when it is over, else those over what is left."""
    left = remaining(payment) if is_open(payment) else 0
    for charge in attempts_of(unit, payment):
        if charge.status in charges.OPEN and charge["amount"] > left:
            charges.decline(unit, charge, "TRANSACTION_EXPIRED")


def _say(unit: UnitOfWork, payment: StoredObject, event: str) -> None:
    emit(unit, payment_views.snapshot(unit, payment), event)
    unit.notify(payment)


LIFE: Final = StateMachine(
    kind="payment",
    transitions={
        "pending": ("in_progress", "declined", "approved", "partially_paid", "cancelled", "expired"),
        "in_progress": ("declined", "approved", "partially_paid", "cancelled", "expired"),
        "declined": ("in_progress", "approved", "partially_paid", "cancelled", "expired"),
        "partially_paid": ("approved", "partial_expired", "cancelled"),
        "approved": ("refunded",),
        "cancelled": (),
        "expired": (),
        "partial_expired": (),
        "refunded": (),
    },
    timers={"expire": _expire, notices.NOTIFY: notices.send},
    listeners={"charge": _hear_charge},
)
