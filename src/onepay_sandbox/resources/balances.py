"""The company's balance, and withdrawals from it to the company's own account."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import stamp
from onepay_sandbox.core.money import pesos
from onepay_sandbox.core.objects import StateMachine, StoredObject
from onepay_sandbox.core.refusals import Refusal
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import payouts

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
        "No event is sent for a withdrawal, which always goes by ACH.",
        "No event of it is known, and the documented reply shows ACH.",
    ),
)


def order(unit: UnitOfWork, amount: int, account_id: str) -> StoredObject:
    """Withdraw. Raises the refusals of the withdrawal page."""
    if account_id != unit.fixed_id("company account"):
        raise Refusal("La cuenta de la compañía no existe.", (422,), name="company_account_not_found", code=10809)
    payouts.check_balance(unit, amount)
    state: dict[str, Json] = {"amount": amount, "account_id": account_id, "method": "ACH", "processed_at": None}
    state["outcome"] = payouts.outcome(unit, "withdrawal", amount)
    withdrawal = unit.create("withdrawal", state)
    payouts.send(unit, withdrawal)
    return withdrawal


def view(unit: UnitOfWork, withdrawal: StoredObject) -> Json:
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


def _process(unit: UnitOfWork, withdrawal: StoredObject) -> None:
    unit.move(withdrawal, "processing")


def _arrive(unit: UnitOfWork, withdrawal: StoredObject) -> None:
    arrived = payouts.settle(unit, withdrawal)
    unit.move(withdrawal, "processed" if arrived else "failed", processed_at=stamp(unit.now) if arrived else None)


WITHDRAWAL_STATES: Final = StateMachine(
    kind="withdrawal", transitions=payouts.TRANSITIONS, timers={"process": _process, "arrive": _arrive}
)


def balances_get(call: Call) -> Json:
    """What the company holds."""
    held = call.unit.ledger.balance()
    return {"id": call.unit.fixed_id("balance"), "balance": held, "balance_label": pesos(held), "label": pesos(held)}


def balances_withdraw(call: Call) -> None:
    """Withdraw; what the body leaves out is the whole balance, and the company's account."""
    amount = call.body.get("amount", max(call.unit.ledger.balance(), 1))
    order(call.unit, amount, call.body.get("account_id", call.unit.fixed_id("company account")))


def balances_cashout(call: Call) -> Json:
    """Withdraw by the older path, which answers the withdrawal."""
    withdrawal = order(call.unit, call.body["amount"], call.body["account_id"])
    return view(call.unit, withdrawal)
