"""Charges: attempts to collect money, from a saved card or account, over PSE or Bre-B, or from a wallet.

A charge is its own payment intent. What it collects for (a payment, a subscription) stands in its `waiting` and
hears of each of its steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.core.clock import at_hour, day_of, stamp
from onepay_sandbox.core.money import BALANCE, OUTSIDE
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.outbox import emit
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import APPROVE, UnitOfWork
from onepay_sandbox.lives import methods, splits
from onepay_sandbox.lives.charge_views import intent
from onepay_sandbox.simulation import scenarios
from onepay_sandbox.simulation.bank_days import bank_day_after

OPEN: Final = ("created", "processing")
CANCELLED: Final = ("CANCELLED_BY_MERCHANT",)
OTHER: Final = "Other"
_BANKS_OPEN: Final = 10
_LARGEST: Final = 10**12

ASSUMPTIONS: Final = (
    Assumption(
        "charge-without-title",
        "ours",
        "A charge without a title is answered with the empty string as its title.",
        "One program leaves the title null; replies have it, never null.",
    ),
    Assumption(
        "charge-vocabulary",
        "inferred",
        "A charge is created, processing, paid, failed, refunded or disputed; a declined one is `failed`.",
        "The newer pages all speak so; `pending` and `declined` stand in two samples of January 2025 only.",
    ),
    Assumption(
        "charge-is-its-intent",
        "inferred",
        "A charge and its payment intent have one id, and an intent's id can be refunded, resolved and cancelled.",
        "Events show the charge in the form of an intent, and programs refund by the ids of intents.",
    ),
    Assumption(
        "charge-timing",
        "documented",
        "A card, Nequi and Daviplata answer at once, a bank account on the next bank day.",
        "The page on use cases says so; that it is at ten in the morning in Bogotá is ours.",
    ),
    Assumption(
        "largest-amount",
        "ours",
        "An amount of more than 1,000,000,000,000 pesos is refused with status 422.",
        "No page states a maximum, and the ledger has to hold the sum of many.",
    ),
    Assumption(
        "currency-not-supported",
        "inferred",
        "A charge in another currency than COP is declined with CURRENCY_NOT_SUPPORTED.",
        "The code exists, and the concepts page knows pesos only.",
    ),
    Assumption(
        "account-charge-settles",
        "ours",
        "A test charge on a bank account that nobody resolves settles on its bank day.",
        "The page lets it wait for the call; a test that lets time pass wants to see the debit.",
    ),
)


def debit(
    unit: UnitOfWork, customer: StoredObject, method: StoredObject, amount: int, fields: Mapping[str, Json]
) -> StoredObject:
    """Charge a customer's card (kind `card`) or account (kind `account`); the charge comes back as it then stands.

    It may be `paid`, `failed` (its `remarks` say why), or `processing` until the next bank day. `fields` are
    others of `ChargeCreate`: `title`, and perhaps `external_id`, `splits`, `test_scenario`, `currency`. An object
    that collects for itself adds `waiting=waiting(record)`; its life then needs `listeners={"charge": …}`, which is
    called at each step, also before this returns. An `outcome` (`approve` or a decline code) goes before all that
    would decide otherwise. Raises `Refusal` for splits that cannot be.
    """
    named: dict[str, Json] = {"method": {"kind": method.kind, "id": method.id}}
    named |= {"method_type": methods.type_of(method), "method_id": method.id}
    forced = fields.get("outcome") or methods.fault_of(unit, method) or methods.outcome_of(method)
    charge = begin(unit, amount, {**fields, **named}, customer.id, forced)
    if methods.takes_days(method):
        process(unit, charge)
        unit.schedule(charge, "settle", at_hour(bank_day_after(day_of(unit.now)), _BANKS_OPEN))
    else:
        settle(unit, charge)
    return charge


def waiting(record: StoredObject) -> Document:
    """How a charge or payment names the object that waits to hear of it."""
    return {"kind": record.kind, "id": record.id}


def begin(
    unit: UnitOfWork, amount: int, fields: Mapping[str, Json], owner: str = "", forced: str | None = None
) -> StoredObject:
    """Make a charge in state `created`; `fields` must have `method_type` and `method_id`.

    What becomes of it is decided now: by its `test_scenario`, by `forced` (`approve` or a decline code), by its
    amount, or by what the test has queued.
    """
    must_fit(amount)
    state: dict[str, Json] = {
        "title": "",
        "currency": "COP",
        "paid_at": None,
        "remarks": None,
        "waiting": None,
        **fields,
        "amount": amount,
    }
    state["outcome"] = _outcome(unit, state, forced)
    state["splits"] = splits.agree(unit, fields.get("splits", ()), owner)
    charge = unit.create("charge", state, owner=owner)
    _say(unit, charge, "charge.created")
    return charge


def must_fit(amount: int) -> None:
    """Raises `Refusal` where the amount is nothing, or more than anybody has."""
    if not 1 <= amount <= _LARGEST:
        raise invalid_field("amount", f"El campo amount debe estar entre 1 y {_LARGEST}.")


def process(unit: UnitOfWork, charge: StoredObject) -> None:
    """The money is under way."""
    unit.move(charge, "processing")
    _say(unit, charge, "charge.processing")


def settle(unit: UnitOfWork, charge: StoredObject) -> None:
    """The money comes, or is declined, as was decided when the charge was made."""
    if charge.status not in OPEN:
        return
    if charge["outcome"] == APPROVE:
        pay(unit, charge)
    else:
        decline(unit, charge, charge["outcome"])


def pay(unit: UnitOfWork, charge: StoredObject) -> None:
    """The money comes."""
    unit.timers.clear(charge)
    unit.move(charge, "paid", paid_at=stamp(unit.now), remarks=None)
    unit.ledger.post("charge paid", charge, unit.now, {OUTSIDE: -charge["amount"], BALANCE: charge["amount"]})
    splits.share(unit, charge["splits"], charge["amount"])
    _say(unit, charge, "charge.paid", "charge.succeeded")


def decline(unit: UnitOfWork, charge: StoredObject, code: str) -> None:
    """The money does not come, for the reason of a decline code."""
    description = scenarios.DECLINES.get(code, scenarios.DECLINES["UNKNOWN"])
    fail(unit, charge, {"code": code, "description": description})


def cancel(unit: UnitOfWork, charge: StoredObject) -> None:
    """The merchant no longer wants the money."""
    fail(unit, charge, list(CANCELLED))


def fail(unit: UnitOfWork, charge: StoredObject, remarks: Json) -> None:
    """The money does not come."""
    unit.move(charge, "failed", remarks=remarks)
    _say(unit, charge, "charge.failed")


def refund(unit: UnitOfWork, charge: StoredObject) -> None:
    """The money goes back, which the balance must hold."""
    unit.ledger.post("charge refunded", charge, unit.now, {BALANCE: -charge["amount"], OUTSIDE: charge["amount"]})
    unit.move(charge, "refunded")
    _say(unit, charge, "charge.refunded")


def _outcome(unit: UnitOfWork, state: Document, forced: str | None) -> str:
    scenario = scenarios.of_test_scenario(state.get("test_scenario")) if unit.is_test else None
    unsupported = None if state["currency"] == "COP" else "CURRENCY_NOT_SUPPORTED"
    return scenario or unsupported or forced or scenarios.AMOUNTS.get(state["amount"]) or unit.outcome("charge")


def _say(unit: UnitOfWork, charge: StoredObject, *events: str) -> None:
    emit(unit, intent(unit, charge), *events)
    unit.notify(charge)


def _expire(unit: UnitOfWork, charge: StoredObject) -> None:
    if charge.status in OPEN:
        decline(unit, charge, "TRANSACTION_EXPIRED")


LIFE: Final = StateMachine(
    kind="charge",
    transitions={
        "created": ("processing", "paid", "failed"),
        "processing": ("paid", "failed"),
        "paid": ("refunded", "disputed"),
        "failed": (),
        "refunded": (),
        "disputed": (),
    },
    timers={"settle": settle, "expire": _expire},
)
