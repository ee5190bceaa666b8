"""The company gets what it withdraws, when the bank says so."""

from __future__ import annotations

from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller


def test_a_withdrawal_without_an_amount_takes_all(api: Caller) -> None:
    api.deposit(70_000)
    api.made("/balances")
    assert api.ledger() == {"balance": 0, "outside": -70_000, "payouts": 70_000}


def test_an_empty_list_withdraws_nothing(api: Caller) -> None:
    api.deposit(70_000)
    refused = api.post("/balances", [])
    assert (refused.status_code, set(refused.json()["errors"])) == (422, {"body"})
    assert api.ledger()["balance"] == 70_000


def test_a_withdrawal_arrives_and_knows_when(api: Caller, sandbox: Sandbox) -> None:
    api.deposit(70_000)
    with sandbox.transactions.read("test_alborada") as unit:
        account_id = unit.fixed_id("company account")
    ordered = api.made("/balances/cashout", {"amount": 20_000, "account_id": account_id})
    assert (ordered["status"], ordered["processed_at"], ordered["type"]) == ("pending", None, "ACH")
    api.advance(by="P4D")
    with sandbox.transactions.read("test_alborada") as unit:
        (withdrawal,) = unit.all("withdrawal")
    assert (withdrawal.status, withdrawal["processed_at"] > ordered["created_at"]) == ("processed", True)
    assert api.ledger() == {"balance": 50_000, "outside": -50_000, "payouts": 0}
