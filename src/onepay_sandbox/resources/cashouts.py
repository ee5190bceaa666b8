"""Cashouts: payouts from the company's balance to the account of a customer."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.deliveries import emit
from onepay_sandbox.core.objects import StateMachine, StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import payouts

ARRIVED: Final = ("cashout.approved", "cashout.processed", "cashout.completed")

ASSUMPTIONS: Final = (
    Assumption(
        "cashout-arrived-event",
        "documented",
        "A webhook gets one event of an arrived cashout: the first of approved, processed, completed that it lists.",
        "Two pages and one program give success three names; which is sent today is not settled. A setting chooses.",
    ),
    Assumption(
        "cashout-failed-event",
        "documented",
        "The event of a cashout that fails is cashout.rejected.",
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


def emit_cashout(unit: UnitOfWork, cashout: StoredObject, *events: str) -> None:
    """Emit to the webhooks; each gets the first of `events` that it subscribed to."""
    emit(unit, lambda: {"id": cashout.id, "status": cashout.status}, *events)


def _process(unit: UnitOfWork, cashout: StoredObject) -> None:
    unit.move(cashout, "processing")
    emit_cashout(unit, cashout, "cashout.processing")


def _arrive(unit: UnitOfWork, cashout: StoredObject) -> None:
    if payouts.settle(unit, cashout):
        unit.move(cashout, "processed")
        chosen = unit.tenant.settings.cashout_event
        emit_cashout(unit, cashout, *(ARRIVED if chosen == "listed" else (chosen,)))
    else:
        unit.move(cashout, "failed")
        emit_cashout(unit, cashout, "cashout.rejected")


CASHOUT_STATES: Final = StateMachine(
    kind="cashout", transitions=payouts.TRANSITIONS, timers={"process": _process, "arrive": _arrive}
)


def cashouts_create(call: Call) -> Json:
    """Order a payout: it is pending, and the money has left the balance."""
    unit, body = call.unit, call.body
    customer = _receiver(call)
    if body["method"] == "INSTANT" and customer["user_type"] != "natural":
        raise invalid_field("method", "INSTANT solo está disponible para personas naturales.")
    payouts.check_balance(unit, body["amount"])
    account = unit.objects.get("account", body["account_id"])
    outcome = payouts.outcome(unit, "cashout", body["amount"], account["account_number"] if account else None)
    cashout = unit.create("cashout", {**body, "outcome": outcome}, owner=customer.id)
    payouts.send(unit, cashout)
    emit_cashout(unit, cashout, "cashout.created")
    return view(unit, cashout)


def _receiver(call: Call) -> StoredObject:
    """The customer who is paid, to whom the account must belong."""
    customer = call.unit.objects.get("customer", call.body["customer_id"])
    if customer is None:
        raise invalid_field("customer_id", "El cliente no existe.")
    account = call.unit.objects.get("account", call.body["account_id"])
    if account is None or account.owner != customer.id:
        raise invalid_field("account_id", "La cuenta no pertenece al cliente.")
    return customer
