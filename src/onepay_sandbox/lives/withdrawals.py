"""Withdrawals: payouts from the balance to the company's own account."""

from __future__ import annotations

from typing import Final

from onepay_sandbox.labels import pesos
from onepay_sandbox.life import Assumption, Life
from onepay_sandbox.lives import payouts
from onepay_sandbox.moments import stamp
from onepay_sandbox.objects import Record
from onepay_sandbox.refusals import Refusal
from onepay_sandbox.unit import APPROVE, Unit
from onepay_sandbox.values import Json

ASSUMPTIONS: Final = (
    Assumption(
        "company-account",
        "ours",
        "Every company has one account of its own, and withdrawals to any other id are company_account_not_found.",
        "No operation registers an account of the company; the refusal is documented.",
    ),
    Assumption(
        "withdrawal-silent",
        "inferred",
        "A withdrawal is told to no webhook and always goes by ACH.",
        "No event of it is known, and the documented reply shows ACH.",
    ),
)


def order(unit: Unit, amount: int, account_id: str) -> Record:
    """Withdraw. Raises the refusals of the withdrawal page."""
    if account_id != unit.fixed_id("company account"):
        raise Refusal("La cuenta de la compañía no existe.", (422,), name="company_account_not_found", code=10809)
    payouts.take_money(unit, amount)
    state = {"amount": amount, "account_id": account_id, "method": "ACH", "processed_at": None, "outcome": APPROVE}
    withdrawal = unit.create("withdrawal", state)
    payouts.send(unit, withdrawal)
    return withdrawal


def view(unit: Unit, withdrawal: Record) -> Json:
    """The withdrawal as the contract's `BalanceCashout`."""
    bank = {"id": unit.fixed_id("company bank"), "name": "Banco de la compañía", "logo": None}
    return {
        "id": withdrawal.id,
        "amount": withdrawal["amount"],
        "amount_label": pesos(withdrawal["amount"]),
        "status": withdrawal.status,
        "type": withdrawal["method"],
        "account": {"id": withdrawal["account_id"], "subtype": "SAVINGS", "bank": bank},
        "created_at": withdrawal["created_at"],
        "processed_at": withdrawal["processed_at"],
        "is_test": unit.is_test,
    }


def _process(unit: Unit, withdrawal: Record) -> None:
    unit.move(withdrawal, "processing")


def _arrive(unit: Unit, withdrawal: Record) -> None:
    arrived = payouts.settle(unit, withdrawal)
    unit.move(withdrawal, "processed" if arrived else "failed", processed_at=stamp(unit.now) if arrived else None)


LIFE: Final = Life(kind="withdrawal", moves=payouts.MOVES, timers={"process": _process, "arrive": _arrive})
