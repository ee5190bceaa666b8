"""The money of a top-up leaves the balance and reaches the wallet."""

from __future__ import annotations

from typing import Any, Final

import pytest

from server.callers import Caller
from server.cast import MARIANA

ADVANCE: Final = {"amount": 200_000, "concept": "Anticipo de la cosecha"}


@pytest.fixture
def customer_id(api: Caller) -> str:
    made: str = api.made("/customers", MARIANA)["id"]
    return made


def test_a_wallet_is_empty_at_first_and_keeps_its_id(api: Caller, customer_id: str) -> None:
    first = api.got(f"/customers/{customer_id}/balance")
    assert (first["balance"], first["label"]) == (0, "$0")
    api.deposit(200_000)
    api.made(f"/customers/{customer_id}/transactions", ADVANCE)
    assert api.got(f"/customers/{customer_id}/balance") == {**first, "balance": 200_000, "label": "$200.000"}


def test_a_top_up_moves_money_from_the_balance_into_the_wallet(api: Caller, customer_id: str) -> None:
    api.deposit(500_000)
    api.made(f"/customers/{customer_id}/transactions", ADVANCE)
    wallet = {f"wallet:{customer_id}": 200_000}
    assert api.ledger() == {"balance": 300_000, "outside": -500_000, **wallet}


def test_a_repeated_top_up_moves_its_money_once(api: Caller, customer_id: str) -> None:
    api.deposit(500_000)
    for _ in range(2):
        api.post(f"/customers/{customer_id}/transactions", ADVANCE, key="anticipo-1")
    assert api.ledger()["balance"] == 300_000


@pytest.mark.parametrize(("held", "name"), [(0, "balance_is_empty"), (199_999, "insufficient_funds")])
def test_a_top_up_over_more_than_the_balance_is_refused(api: Caller, customer_id: str, held: int, name: str) -> None:
    if held:
        api.deposit(held)
    refused = api.post(f"/customers/{customer_id}/transactions", ADVANCE)
    assert (refused.status_code, refused.json()["code_name"]) == (401, name)
    assert api.got(f"/customers/{customer_id}/transactions")["data"] == []


@pytest.mark.parametrize("amount", [0, -200_000])
def test_a_top_up_never_takes_money_out_of_a_wallet(api: Caller, customer_id: str, amount: int) -> None:
    api.deposit(500_000)
    api.made(f"/customers/{customer_id}/transactions", ADVANCE)
    assert api.post(f"/customers/{customer_id}/transactions", {"amount": amount}).status_code == 422
    assert api.ledger()["balance"] == 300_000


def test_top_up_reply_has_the_day_and_the_list_the_time(api: Caller, customer_id: str) -> None:
    api.deposit(200_000)
    api.advance(to="2026-02-04T04:59:59Z")
    made = api.made(f"/customers/{customer_id}/transactions", ADVANCE)
    assert made["created_at"] == "2026-02-03"
    listed = api.got(f"/customers/{customer_id}/transactions")["data"]
    assert listed == [{**made, "created_at": "2026-02-04T04:59:59.000000Z"}]


def test_a_wallet_shows_its_own_movements_only(api: Caller, customer_id: str) -> None:
    other = api.made("/customers", MARIANA)["id"]
    api.deposit(300_000)
    for amount in (100_000, 50_000):
        api.made(f"/customers/{customer_id}/transactions", {"amount": amount})
    listed = api.got(f"/customers/{customer_id}/transactions")
    assert [item["amount"] for item in listed["data"]] == [50_000, 100_000]
    assert api.got(f"/customers/{other}/transactions")["total"] == 0


@pytest.mark.parametrize("path", ["balance", "transactions"])
def test_nobodys_wallet_is_not_found(api: Caller, path: str) -> None:
    assert api.get(f"/customers/nobody/{path}").status_code == 404


def test_nobodys_wallet_cannot_be_topped_up(api: Caller) -> None:
    api.deposit(200_000)
    answered: Any = api.post("/customers/nobody/transactions", ADVANCE)
    assert (answered.status_code, api.ledger()["balance"]) == (404, 200_000)
