"""Wallets: what customers hold with the company, in the ledger, and the movements that made it so."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.clock import day_of, parse_datetime
from onepay_sandbox.core.money import BALANCE, pesos, wallet
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import payouts
from onepay_sandbox.resources.pagination import counted, page

_CONCEPT: Final = "Recarga"

WALLET_TRANSACTION_STATES: Final = StateMachine(kind="wallet_transaction", counted=("owner",))

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
    payouts.check_balance(unit, amount)
    movement = unit.create("wallet_transaction", {"amount": amount, "concept": concept}, owner=customer.id)
    unit.ledger.post("wallet topped up", movement, unit.now, {BALANCE: -amount, wallet(customer.id): amount})
    return movement


def wallet_id(unit: UnitOfWork, customer_id: str) -> str:
    """The id of a customer's wallet."""
    return unit.fixed_id(wallet(customer_id))


def view(unit: UnitOfWork, customer_id: str) -> Json:
    """A customer's wallet as the contract's `Wallet`."""
    held = unit.ledger.balance(wallet(customer_id))
    return {"id": wallet_id(unit, customer_id), "balance": held, "label": pesos(held)}


def movement_view(movement: StoredObject) -> dict[str, Json]:
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


def top_up_view(movement: StoredObject) -> Json:
    """A movement as the contract's `WalletTopUp`, which knows the day only."""
    return {**movement_view(movement), "created_at": day_of(parse_datetime(movement["created_at"])).isoformat()}


def wallets_get_balance(call: Call) -> Json:
    """What a customer holds."""
    return view(call.unit, call.named("customer").id)


def wallets_list_transactions(call: Call) -> Json:
    """The movements in a customer's wallet, newest first."""
    search = Search("wallet_transaction", owner=call.named("customer").id)
    return counted(page(call, search, movement_view, size=20))


def wallets_top_up(call: Call) -> Json:
    """Move money from the company's balance into a customer's wallet."""
    return top_up_view(top_up(call.unit, call.named("customer"), **call.body))
