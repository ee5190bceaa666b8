"""The money of a cashout leaves the balance, is under way, and arrives or comes back."""

from __future__ import annotations

from typing import Any

import pytest

from server.callers import Caller
from server.cast import HOTEL, MARIANA
from server.saving import TO_DEBIT, TO_PAY_OUT, account, customer, deliveries_of, listen


@pytest.fixture
def order(api: Caller) -> Any:
    """Orders a cashout to a new customer."""

    def make(method: str, amount: int = 40_000, customer: Any = MARIANA) -> Any:
        customer_id = api.made("/customers", customer)["id"]
        wanted = {
            "amount": amount,
            "customer_id": customer_id,
            "account_id": account(api, customer_id, TO_PAY_OUT)["id"],
        }
        return api.post("/cashouts", {**wanted, "method": method})

    return make


def test_ordered_cashout_has_left_the_balance_and_is_under_way(api: Caller, order: Any) -> None:
    api.deposit(100_000)
    assert order("ACH").json()["status"] == "pending"
    assert api.ledger() == {"balance": 60_000, "outside": -100_000, "payouts": 40_000}


def test_a_cashout_arrives_within_three_bank_days(api: Caller, order: Any) -> None:
    api.deposit(100_000)
    order("ACH")
    api.advance(by="P4D")
    assert api.ledger() == {"balance": 60_000, "outside": -60_000, "payouts": 0}


@pytest.mark.parametrize(("until", "arrived"), [("2026-02-03T14:59:59Z", False), ("2026-02-05T15:00:00Z", True)])
def test_cashouts_arrive_between_first_and_third_bank_day(
    api: Caller, order: Any, until: str, *, arrived: bool
) -> None:
    api.deposit(1_200_000)
    for _ in range(30):
        order("ACH")
    api.advance(to=until)
    assert api.ledger()["payouts"] == (0 if arrived else 1_200_000)


def test_some_cashouts_arrive_on_each_of_the_three_bank_days(api: Caller, order: Any) -> None:
    api.deposit(1_200_000)
    for _ in range(30):
        order("ACH")
    left = list[int]()
    for day in (3, 4, 5):
        api.advance(to=f"2026-02-0{day}T15:00:00Z")
        left.append(api.ledger()["payouts"])
    assert 1_200_000 > left[0] > left[1] > left[2] == 0


def test_an_instant_cashout_arrives_without_the_clock(api: Caller, order: Any) -> None:
    api.deposit(100_000)
    order("INSTANT")
    assert api.ledger()["payouts"] == 0


def test_an_instant_cashout_to_a_company_is_refused(api: Caller, order: Any) -> None:
    api.deposit(100_000)
    refused = order("INSTANT", customer=HOTEL)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["method"])
    assert api.ledger()["balance"] == 100_000


def test_a_cashout_that_fails_comes_back(api: Caller, order: Any) -> None:
    api.deposit(100_000)
    api.control("POST", "/outcomes", {"kind": "cashout", "result": "ACCOUNT_CLOSED"})
    order("TURBO")
    api.advance(by="PT2H")
    assert api.ledger() == {"balance": 100_000, "outside": -100_000, "payouts": 0}


@pytest.mark.parametrize(("held", "name"), [(0, "balance_is_empty"), (39_999, "insufficient_funds")])
def test_a_cashout_over_more_than_the_balance_is_refused(api: Caller, order: Any, held: int, name: str) -> None:
    if held:
        api.deposit(held)
    refused = order("ACH")
    assert (refused.status_code, refused.json()["code_name"]) == (401, name)


def test_a_cashout_to_the_account_of_another_customer_is_refused(api: Caller) -> None:
    api.deposit(100_000)
    mariana, hotel = customer(api), customer(api, **HOTEL)
    order = {"amount": 40_000, "customer_id": mariana, "method": "ACH"}
    for account_id in (account(api, hotel, TO_PAY_OUT)["id"], "nothing"):
        refused = api.post("/cashouts", {**order, "account_id": account_id})
        assert (refused.status_code, list(refused.json()["errors"])) == (422, ["account_id"])
    assert api.ledger()["balance"] == 100_000


def test_a_cashout_to_a_customer_who_was_deleted_is_refused(api: Caller) -> None:
    api.deposit(100_000)
    mariana = customer(api)
    account_id = account(api, mariana, TO_PAY_OUT)["id"]
    api.delete(f"/customers/{mariana}")
    order = {"amount": 40_000, "customer_id": mariana, "account_id": account_id, "method": "ACH"}
    assert list(api.post("/cashouts", order).json()["errors"]) == ["customer_id"]


@pytest.mark.parametrize(("result", "end"), [("approve", "cashout.approved"), ("ACCOUNT_CLOSED", "cashout.rejected")])
def test_each_step_of_a_cashout_has_an_event(api: Caller, order: Any, result: str, end: str) -> None:
    api.deposit(100_000)
    steps = ["cashout.created", "cashout.processing", end]
    listen(api, *steps, "cashout.processed", "cashout.completed")
    api.control("POST", "/outcomes", {"kind": "cashout", "result": result})
    order("TURBO")
    api.advance(by="PT2H")
    assert [item["event"] for item in deliveries_of(api)] == steps


def test_cashout_goes_to_a_pending_account(api: Caller) -> None:
    api.deposit(100_000)
    mariana = customer(api)
    pending = account(api, mariana, TO_DEBIT)
    order = {"amount": 40_000, "customer_id": mariana, "account_id": pending["id"], "method": "TURBO"}
    assert (pending["status"], api.post("/cashouts", order).status_code) == ("PENDING", 201)
