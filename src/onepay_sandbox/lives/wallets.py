"""Wallets: what customers hold with the company, in the ledger, and the movements that made it so."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.core.clock import day_of, parse_datetime
from onepay_sandbox.core.money import BALANCE, pesos, wallet
from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.state_machine import Assumption, StateMachine
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.lives import payouts

_CONCEPT: Final = "Recarga"

LIFE: Final = StateMachine(kind="wallet_transaction")

ASSUMPTIONS: Final = (
    Assumption(
        "wallet-of-every-customer",
        "inferred",
        "Every customer has one wallet, which is empty at first.",
        "It is read by the customer's id, and no call opens one.",
    ),
    Assumption(
        "top-up-needs-balance",
        "inferred",
        "A top-up over more than the balance is refused with the errors of the withdrawal page.",
        "The money comes from the company's balance; only that page documents what an empty one answers.",
    ),
    Assumption(
        "top-up-at-once",
        "inferred",
        "A top-up is confirmed at once, and nothing takes money out of a wallet.",
        "The sample is confirmed; that wallets are paid out is known by the names WITHDRAW and CashoutLine only.",
    ),
)


def top_up(unit: UnitOfWork, customer: StoredObject, amount: int, concept: str = _CONCEPT) -> StoredObject:
    """Move money from the balance into a customer's wallet. Raises `Refusal` where it is not there."""
    payouts.take_money(unit, amount)
    movement = unit.create("wallet_transaction", {"amount": amount, "concept": concept}, owner=customer.id)
    unit.ledger.post("wallet topped up", movement, unit.now, {BALANCE: -amount, wallet(customer.id): amount})
    return movement


def identity(unit: UnitOfWork, customer_id: str) -> str:
    """The id of a customer's wallet."""
    return unit.fixed_id(wallet(customer_id))


def view(unit: UnitOfWork, customer_id: str) -> Json:
    """A customer's wallet as the contract's `Wallet`."""
    held = unit.ledger.balance(wallet(customer_id))
    return {"id": identity(unit, customer_id), "balance": held, "label": pesos(held)}


def view_movement(movement: StoredObject) -> dict[str, Json]:
    """A movement as the contract's `WalletTransaction`."""
    return {
        "id": movement.id,
        "type": "deposit",
        "amount": movement["amount"],
        "label": pesos(movement["amount"]),
        "concept": movement["concept"],
        "subtype": None,
        "confirmed": True,
        "node_type": None,
        "created_at": movement["created_at"],
        "node": None,
    }


def view_top_up(movement: StoredObject) -> Json:
    """A movement as the contract's `WalletTopUp`, which knows the day only."""
    return {**view_movement(movement), "created_at": day_of(parse_datetime(movement["created_at"])).isoformat()}
