"""The company's balance and withdrawals from it."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.money import pesos
from onepay_sandbox.lives import withdrawals


def balances_get(call: Call) -> Json:
    """What the company holds."""
    held = call.unit.ledger.balance()
    return {"id": call.unit.fixed_id("balance"), "balance": held, "balance_label": pesos(held), "label": pesos(held)}


def balances_withdraw(call: Call) -> None:
    """Withdraw; what the body leaves out is the whole balance, and the company's account."""
    amount = call.body.get("amount", max(call.unit.ledger.balance(), 1))
    withdrawals.order(call.unit, amount, call.body.get("account_id", call.unit.fixed_id("company account")))


def balances_cashout(call: Call) -> Json:
    """Withdraw by the older path, which answers the withdrawal."""
    withdrawal = withdrawals.order(call.unit, call.body["amount"], call.body["account_id"])
    return withdrawals.view(call.unit, withdrawal)
