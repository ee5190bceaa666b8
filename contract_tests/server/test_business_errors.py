"""Each known business error happens where it should, with its documented name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.cast import HOTEL, MARIANA
from server.saving import BANK, TO_PAY_OUT, account, card, charge, customer

PLAN: dict[str, Any] = {
    "name": "Cada mes",
    "amount_in_cents": 1_800_000,
    "cicle_frequency": "monthly",
    "currency": "COP",
    "reference_price_in_cents": 2_000_000,
}


@pytest.fixture
def live() -> Iterator[Caller]:
    """A caller with a live account, in the fake live mode."""
    sandbox = Sandbox(seed=7, live=True)
    yield Caller(SandboxTransport(sandbox), "sk_live_alborada")
    sandbox.close()


def _summary(refused: httpx.Response) -> tuple[int, str | None, str | int | None]:
    body = refused.json()
    assert body["message"]
    return refused.status_code, body.get("code_name"), body.get("code")


def _charged(api: Caller, **how: Any) -> str:
    mariana = customer(api)
    made: str = charge(api, mariana, card_id=card(api, mariana)["id"], **how)["id"]
    return made


def test_nothing_is_withdrawn_from_an_empty_balance(api: Caller) -> None:
    assert _summary(api.post("/balances", {"amount": 1})) == (401, "balance_is_empty", "10500")


def test_no_more_is_withdrawn_than_the_balance_holds(api: Caller) -> None:
    api.deposit(1_000)
    assert _summary(api.post("/balances", {"amount": 1_001})) == (401, "insufficient_funds", "10501")


def test_the_company_withdraws_to_its_own_account_only(api: Caller) -> None:
    api.deposit(1_000)
    theirs = account(api, customer(api), TO_PAY_OUT)["id"]
    for account_id in (theirs, "nobody's"):
        refused = api.post("/balances", {"amount": 1_000, "account_id": account_id})
        assert _summary(refused) == (422, "company_account_not_found", 10809)


def test_a_key_is_good_for_one_request(api: Caller) -> None:
    api.post("/customers", MARIANA, key="order-118")
    assert _summary(api.post("/customers", HOTEL, key="order-118")) == (409, "idempotency_error", None)


def test_a_used_key_is_answered_419_where_a_plan_is_replaced(api: Caller) -> None:
    plan = api.made("/plans", PLAN)["id"]
    replies = [
        api.client.put(f"https://api.onepay.la/v1/plans/{plan}", json=body, headers={"x-idempotency": "order-118"})
        for body in (PLAN, {**PLAN, "name": "Cada mes, más"})
    ]
    assert replies[0].is_success, replies[0].text
    assert _summary(replies[1]) == (419, "idempotency_error", None)


def test_a_payment_is_deleted_once(api: Caller) -> None:
    payment = api.made("/payments", {"title": "Café", "amount": 10_000})["id"]
    api.delete(f"/payments/{payment}")
    assert _summary(api.delete(f"/payments/{payment}")) == (422, "payment_cancelled", None)


def test_a_payment_that_was_made_is_not_deleted(api: Caller) -> None:
    payment = api.made("/payments", {"title": "Café", "amount": 10_000})["id"]
    api.control("POST", f"/payments/{payment}/attempts", {"method": "card"})
    assert _summary(api.delete(f"/payments/{payment}")) == (422, "payment_already_paid", None)


def test_a_test_charge_is_not_refunded(api: Caller) -> None:
    assert _summary(api.post(f"/charges/{_charged(api)}/refund")) == (422, "charge_is_test", None)


def test_a_charge_that_nobody_paid_is_not_refunded(live: Caller) -> None:
    live.control("POST", "/outcomes", {"kind": "charge", "result": "INSUFFICIENT_FUNDS"})
    assert _summary(live.post(f"/charges/{_charged(live)}/refund")) == (422, "charge_is_not_paid", None)


def test_a_charge_is_refunded_once(live: Caller) -> None:
    paid = _charged(live)
    assert live.post(f"/charges/{paid}/refund").is_success
    assert _summary(live.post(f"/charges/{paid}/refund")) == (422, "charge_refunded", None)


def test_a_live_charge_is_not_resolved(live: Caller) -> None:
    assert _summary(live.post(f"/charges/{_charged(live)}/resolve", {"action": "approve"})) == (403, None, None)


def test_a_banned_customer_does_not_log_in(api: Caller) -> None:
    api.control("PUT", f"/customers/{customer(api)}/ban", {"banned": True})
    assert _summary(api.post("/customers/login", {"phone": MARIANA["phone"]})) == (422, "CustomerBanned", None)


def test_an_equal_transfer_within_two_minutes_is_refused(api: Caller) -> None:
    transfer = {"customer_id": customer(api), "amount": 90_000, "bank_id": BANK}
    api.made("/charges/pse", transfer)
    assert _summary(api.post("/charges/pse", transfer)) == (429, None, None)


def test_an_object_of_another_company_is_not_found(api: Caller, live: Caller) -> None:
    payment = live.made("/payments", {"title": "Café", "amount": 10_000})["id"]
    assert _summary(api.get(f"/payments/{payment}")) == (404, None, None)


@pytest.mark.parametrize("key", ["", "Bearer ", "Bearer sk_test", "Basic sk_test_a", "Bearer sk_prod_a"])
def test_no_request_without_a_valid_key_is_answered(api: Caller, key: str) -> None:
    refused = api.client.get("https://api.onepay.la/v1/balances", headers={"Authorization": key})
    assert _summary(refused) == (401, None, None)
