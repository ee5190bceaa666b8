"""Splits: shares of what was collected, set aside from the balance and sent to somebody else's account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import parse_datetime, stamp
from onepay_sandbox.core.money import BALANCE, OUTSIDE, SPLITS
from onepay_sandbox.core.objects import StateMachine, StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork

_WHOLE: Final = 100

ASSUMPTIONS: Final = (
    Assumption(
        "split-shares",
        "ours",
        "A percentage split is so many hundredths of what was paid, any other an amount in pesos; none is more "
        "than what is left.",
        "The unit is not documented, and the sample of 300 is no percentage.",
    ),
    Assumption(
        "split-moments",
        "inferred",
        "A share is set aside when the money comes in, and sent at its scheduled moment, or at once without one.",
        "Only the name scheduled_at says when.",
    ),
    Assumption(
        "split-company-wallet",
        "inferred",
        "A split with to_company_wallet stays in the balance.",
        "Only the name of the field says what it means.",
    ),
)


def agree(unit: UnitOfWork, wanted: Iterable[Document], owner: str = "") -> list[Json]:
    """Make the splits of a new charge or payment, in the contract's form; `owner` stands in where none is named.

    Raises `Refusal` for a customer or account that does not exist.
    """
    return [_agree(unit, item, f"splits.{index}", owner) for index, item in enumerate(wanted)]


def share(unit: UnitOfWork, splits: Iterable[Json], paid: int) -> None:
    """Set the shares of what was paid aside, and send those that are due."""
    left = paid
    for shown in splits:
        split = unit.objects.get("split", shown["id"])
        if split is not None and split.status == "agreed":
            left -= _set_aside(unit, split, paid, left)


def _agree(unit: UnitOfWork, wanted: Document, place: str, owner: str) -> Json:
    _must_exist(unit, wanted, place)
    moment = _moment(wanted.get("scheduled_at", wanted.get("schedule_at")), place)
    shown: Document = {
        "customer_id": wanted.get("customer_id", owner),
        "split_type": wanted.get("split_type", "percentage"),
        "split_value": _number(wanted.get("split_value", 0), place),
        "description": wanted.get("description", ""),
        "created_at": stamp(unit.now),
        "scheduled_at": stamp(moment) if moment else None,
        "account_id": wanted.get("account_id", ""),
    }
    stays = wanted.get("to_company_wallet", False)
    return {"id": unit.create("split", {**shown, "stays": stays}).id, **shown}


def _must_exist(unit: UnitOfWork, wanted: Document, place: str) -> None:
    for kind in ("customer", "account"):
        name = f"{kind}_id"
        if name in wanted and unit.objects.get(kind, wanted[name]) is None:
            raise invalid_field(f"{place}.{name}", "El destinatario de la división no existe.")


def _moment(text: str | None, place: str) -> datetime | None:
    try:
        return parse_datetime(text) if text else None
    except ValueError as error:
        raise invalid_field(f"{place}.scheduled_at", "La fecha de la división no es válida.") from error


def _number(value: Json, place: str) -> float:
    try:
        number = float(value)
    except (ValueError, OverflowError):
        number = -1.0
    if not 0 <= number <= 2**53:
        raise invalid_field(f"{place}.split_value", "El valor de la división no es válido.")
    return int(number) if number.is_integer() else number


def _set_aside(unit: UnitOfWork, split: StoredObject, paid: int, left: int) -> int:
    value = split["split_value"]
    share = int(paid * value // _WHOLE if split["split_type"] == "percentage" else value)
    share = 0 if split["stays"] else min(share, left)
    unit.ledger.post("share set aside", split, unit.now, {BALANCE: -share, SPLITS: share})
    unit.move(split, "held", share=share)
    moment = split["scheduled_at"]
    if moment and parse_datetime(moment) > unit.now:
        unit.schedule(split, "send", parse_datetime(moment))
    else:
        _send(unit, split)
    return share


def _send(unit: UnitOfWork, split: StoredObject) -> None:
    unit.ledger.post("share sent", split, unit.now, {SPLITS: -split["share"], OUTSIDE: split["share"]})
    unit.move(split, "sent")


SPLIT_STATES: Final = StateMachine(
    kind="split",
    transitions={"agreed": ("held",), "held": ("sent",), "sent": ()},
    timers={"send": _send},
)
