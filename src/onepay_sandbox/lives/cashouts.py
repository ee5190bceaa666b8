"""Cashouts: payouts from the company's balance to the account of a customer."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.outbox import emit
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.lives import payouts

ARRIVED: Final = ("cashout.approved", "cashout.processed", "cashout.completed")

ASSUMPTIONS: Final = (
    Assumption(
        "cashout-arrived-event",
        "documented",
        "A webhook hears of an arrived cashout once, by the first of approved, processed, completed that it asked for.",
        "Two pages and one program give success three names; which one is sent today is not settled.",
    ),
    Assumption(
        "cashout-failed-event",
        "documented",
        "A cashout that fails is told as cashout.rejected.",
        "It is the only name for a failure that a page lists.",
    ),
    Assumption(
        "instant-natural-persons",
        "documented",
        "An INSTANT cashout to a company is refused with status 422.",
        "The concepts page limits it to natural persons with Transfiya; the status is inferred.",
    ),
    Assumption(
        "cashout-to-any-account",
        "inferred",
        "A cashout goes to any account of its customer, whatever the status of that.",
        "Transfers need no authorization, and no page says that an account must be active for them.",
    ),
)


def view(unit: UnitOfWork, cashout: StoredObject) -> Json:
    """The cashout as the contract's `Cashout`."""
    return {
        "id": cashout.id,
        "customer_id": cashout.owner,
        "account_id": cashout["account_id"],
        "is_test": unit.is_test,
        "amount": cashout["amount"],
        "status": cashout.status,
        "scheduled_at": None,
        "created_at": cashout["created_at"],
        "external_id": cashout.get("external_id"),
        "method": cashout["method"],
    }


def tell(unit: UnitOfWork, cashout: StoredObject, *events: str) -> None:
    """Tell the webhooks; each hears the first of `events` that it asked for."""
    emit(unit, {"id": cashout.id, "status": cashout.status}, *events)


def _process(unit: UnitOfWork, cashout: StoredObject) -> None:
    unit.move(cashout, "processing")
    tell(unit, cashout, "cashout.processing")


def _arrive(unit: UnitOfWork, cashout: StoredObject) -> None:
    if payouts.settle(unit, cashout):
        unit.move(cashout, "processed")
        tell(unit, cashout, *ARRIVED)
    else:
        unit.move(cashout, "failed")
        tell(unit, cashout, "cashout.rejected")


LIFE: Final = StateMachine(kind="cashout", transitions=payouts.MOVES, timers={"process": _process, "arrive": _arrive})
