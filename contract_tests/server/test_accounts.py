"""Accounts become usable when their bank or holder has answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from server.callers import CONTROL, Caller
from server.saving import (
    BANK,
    IN_DAVIPLATA,
    IN_NEQUI,
    TO_DEBIT,
    TO_PAY_OUT,
    account,
    card,
    charge,
    customer,
    deliveries_of,
    listen,
)

EVENTS: tuple[str, ...] = ("account.validated", "account.failed")


@pytest.fixture
def mariana(api: Caller) -> str:
    return customer(api)


def status(api: Caller, subject: Any) -> str:
    word: str = api.got(f"/accounts/{subject['id']}")["status"]
    return word


def validate(api: Caller, subject: Any, **body: Any) -> Any:
    return api.post(f"/accounts/{subject['id']}/validate", body)


def account_events(api: Caller) -> list[tuple[str, str]]:
    """The events of accounts and the state that each shows."""
    return [(item["event"], json.loads(item["body"])["account"]["status"]) for item in deliveries_of(api)]


def test_bank_account_is_validated_after_a_minute_with_an_event(api: Caller, mariana: str) -> None:
    listen(api, *EVENTS)
    made = account(api, mariana, TO_DEBIT)
    api.advance(by="PT59S")
    assert (status(api, made), account_events(api)) == ("PENDING", [])
    api.advance(by="PT1S")
    assert (status(api, made), account_events(api)) == ("ACTIVE", [("account.validated", "ACTIVE")])


@pytest.mark.parametrize("kind", [TO_DEBIT, IN_NEQUI], ids=["bank", "wallet"])
def test_an_account_can_fail_its_validation(api: Caller, mariana: str, kind: Any) -> None:
    listen(api, *EVENTS)
    api.control("POST", "/outcomes", {"kind": "account", "result": "ACCOUNT_CLOSED"})
    made = account(api, mariana, kind)
    if kind is IN_NEQUI:
        validate(api, made)
    api.advance(by="PT1M")
    assert (status(api, made), account_events(api)) == ("REJECTED", [("account.failed", "REJECTED")])


def test_account_for_payouts_is_active_at_once_without_event(api: Caller, mariana: str) -> None:
    listen(api, *EVENTS)
    assert account(api, mariana, TO_PAY_OUT)["status"] == "ACTIVE"
    api.advance(by="P9D")
    assert account_events(api) == []


def test_wallet_is_pending_until_its_validation_is_requested(api: Caller, mariana: str) -> None:
    wallet = account(api, mariana, IN_NEQUI)
    api.advance(by="P9D")
    assert status(api, wallet) == "PENDING"
    assert validate(api, wallet).json()["status"] == "PENDING"
    api.advance(by="PT5S")
    assert status(api, wallet) == "ACTIVE"


def test_daviplata_wallet_takes_right_code_after_a_wrong_one(api: Caller, mariana: str) -> None:
    listen(api, *EVENTS)
    wallet = account(api, mariana, IN_DAVIPLATA)
    otp = api.control("GET", f"/accounts/{wallet['id']}")["otp"]
    for wrong in ({}, {"otp": "x"}, {"otp": otp[::-1] + "0"}):
        refused = validate(api, wallet, **wrong)
        assert (refused.status_code, list(refused.json()["errors"])) == (422, ["otp"])
    assert status(api, wallet) == "PENDING"
    assert validate(api, wallet, otp=otp).json()["status"] == "ACTIVE"
    assert account_events(api) == [("account.validated", "ACTIVE")]


def test_no_reply_shows_the_code_of_a_wallet(api: Caller, mariana: str) -> None:
    wallet = account(api, mariana, IN_DAVIPLATA)
    otp = api.control("GET", f"/accounts/{wallet['id']}")["otp"]
    assert otp not in json.dumps([wallet, api.got(f"/accounts/{wallet['id']}"), api.got("/accounts")])


def test_validating_twice_changes_nothing(api: Caller, mariana: str) -> None:
    listen(api, *EVENTS)
    wallet = account(api, mariana, IN_NEQUI)
    validate(api, wallet)
    validate(api, wallet)
    api.advance(by="PT10S")
    assert validate(api, wallet).json()["status"] == "ACTIVE"
    assert account_events(api) == [("account.validated", "ACTIVE")]


@pytest.mark.parametrize("decision", [None, "REJECTED"])
def test_only_a_wallet_that_is_pending_can_be_validated(api: Caller, mariana: str, decision: str | None) -> None:
    made = account(api, mariana, IN_NEQUI if decision else TO_DEBIT)
    if decision:
        api.control("POST", f"/accounts/{made['id']}/decision", {"status": decision})
    assert validate(api, made).status_code == 422


def test_a_test_can_decide_in_the_place_of_the_bank(api: Caller, mariana: str) -> None:
    listen(api, *EVENTS)
    made = account(api, mariana, TO_DEBIT)
    for decision in ("ACTIVE", "INACTIVE"):
        shown = api.control("POST", f"/accounts/{made['id']}/decision", {"status": decision})
        assert (shown["status"], status(api, made)) == (decision, decision)
    api.advance(by="P1D")
    assert (status(api, made), account_events(api)) == ("INACTIVE", [("account.validated", "ACTIVE")])


WAYS: dict[str, tuple[str, ...]] = {
    "PENDING": (),
    "ACTIVE": ("ACTIVE",),
    "REJECTED": ("REJECTED",),
    "INACTIVE": ("ACTIVE", "INACTIVE"),
}
LEADS: dict[str, tuple[str, ...]] = {"PENDING": ("ACTIVE", "REJECTED"), "ACTIVE": ("INACTIVE",)}


@pytest.mark.parametrize("start", WAYS)
def test_an_account_becomes_only_what_may_follow(api: Caller, mariana: str, start: str) -> None:
    for target in ("ACTIVE", "REJECTED", "INACTIVE"):
        made = account(api, mariana, IN_NEQUI)
        decide = f"/accounts/{made['id']}/decision"
        for step in WAYS[start]:
            api.control("POST", decide, {"status": step})
        reply = api.client.post(f"{CONTROL}{decide}", json={"status": target})
        legal = target in LEADS.get(start, ())
        assert (reply.status_code, status(api, made)) == ((200, target) if legal else (422, start))


@pytest.mark.parametrize(
    ("kind", "decision", "code"),
    [
        (TO_DEBIT, None, "ACCOUNT_NOT_CONNECTED"),
        (TO_DEBIT, "REJECTED", "ACCOUNT_NOT_CONNECTED"),
        (TO_PAY_OUT, None, "ACCOUNT_IS_NOT_AUTHORIZED"),
    ],
    ids=["pending", "rejected", "unauthorized"],
)
def test_an_account_that_cannot_be_charged_declines(
    api: Caller, mariana: str, kind: Any, decision: str | None, code: str
) -> None:
    made = account(api, mariana, kind)
    if decision:
        api.control("POST", f"/accounts/{made['id']}/decision", {"status": decision})
    charged = charge(api, mariana, account_id=made["id"])
    api.advance(by="P5D")
    assert api.got(f"/charges/{charged['id']}")["remarks"]["code"] == code


def test_an_active_account_can_be_charged_on_the_next_bank_day(api: Caller, mariana: str) -> None:
    made = account(api, mariana, TO_DEBIT)
    api.advance(by="PT1M")
    charged = charge(api, mariana, account_id=made["id"])
    api.advance(by="P5D")
    assert (charged["status"], api.got(f"/charges/{charged['id']}")["status"]) == ("processing", "paid")


@pytest.mark.parametrize(
    ("kind", "title"),
    [(TO_DEBIT, "Cuenta corriente ·0020"), (IN_NEQUI, "Nequi ·0001"), (IN_DAVIPLATA, "Daviplata ·0001")],
    ids=["bank", "nequi", "daviplata"],
)
def test_an_account_is_titled_for_people(api: Caller, mariana: str, kind: Any, title: str) -> None:
    assert account(api, mariana, kind)["title"] == title


def test_an_account_at_a_bank_that_is_not_listed_is_taken(api: Caller, mariana: str) -> None:
    made = account(api, mariana, TO_DEBIT, bank_id="a-real-one")
    assert (made["bank_id"], made["bank"]["name"]) == ("a-real-one", "Banco de pruebas")


def test_an_account_of_nobody_is_refused(api: Caller, mariana: str) -> None:
    api.delete(f"/customers/{mariana}")
    refused = api.post("/accounts", {**TO_DEBIT, "customer_id": mariana})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["customer_id"])


def test_a_deleted_account_is_gone_and_its_charges_still_name_it(api: Caller, mariana: str) -> None:
    made = account(api, mariana, TO_DEBIT)
    charged = charge(api, mariana, account_id=made["id"])
    assert api.delete(f"/accounts/{made['id']}").status_code == 204
    assert api.get(f"/accounts/{made['id']}").status_code == 404
    assert api.got("/accounts")["data"] == []
    assert api.got(f"/charges/{charged['id']}")["method"]["id"] == made["id"]


def test_a_deleted_account_is_never_validated(api: Caller, mariana: str) -> None:
    listen(api, *EVENTS)
    api.delete(f"/accounts/{account(api, mariana, TO_DEBIT)['id']}")
    api.advance(by="P1D")
    assert account_events(api) == []


def test_accounts_are_listed_by_customer_and_state(api: Caller, mariana: str) -> None:
    other = customer(api)
    pending, active = account(api, mariana, TO_DEBIT), account(api, mariana, TO_PAY_OUT)
    account(api, other, TO_DEBIT)
    of_mariana = [item["id"] for item in api.got("/accounts", customer_id=mariana)["data"]]
    assert of_mariana == [active["id"], pending["id"]]
    found = api.got("/accounts", customer_id=mariana, status="PENDING")["data"]
    assert [item["id"] for item in found] == [pending["id"]]
    assert api.get("/accounts", status="SLEEPY").status_code == 422


def test_pages_of_accounts_lead_from_one_to_the_next(api: Caller, mariana: str) -> None:
    made = [account(api, mariana, TO_DEBIT)["id"] for _ in range(3)]
    first, second = api.got("/accounts", limit=2), api.got("/accounts", limit=2, page=2)
    assert [item["id"] for item in first["data"] + second["data"]] == made[::-1]
    assert first["next_page_url"] == f"{first['path']}?page=2"
    assert second["next_page_url"] is None


@pytest.mark.parametrize("limit", [0, -1, -(10**17)])
def test_a_limit_that_is_no_size_lists_one_account(api: Caller, mariana: str, limit: int) -> None:
    for _ in range(2):
        account(api, mariana, TO_DEBIT)
    assert len(api.got("/accounts", limit=limit)["data"]) == 1


def test_a_customer_has_its_own_accounts_and_no_others(api: Caller, mariana: str) -> None:
    made = account(api, mariana, TO_DEBIT)
    account(api, customer(api), TO_DEBIT)
    card(api, mariana)
    assert [item["id"] for item in api.got(f"/customers/{mariana}/accounts")["data"]] == [made["id"]]
    assert api.get("/customers/nobody/accounts").status_code == 404


@pytest.mark.parametrize("path", ["/balances", "/balances/cashout"])
def test_the_company_withdraws_to_no_account_of_a_customer(api: Caller, mariana: str, path: str) -> None:
    api.deposit(50_000)
    body = {"amount": 20_000, "account_id": account(api, mariana, TO_PAY_OUT)["id"]}
    refused = api.post(path, body)
    assert (refused.status_code, refused.json()["code_name"]) == (422, "company_account_not_found")
    assert api.ledger()["balance"] == 50_000


def test_an_account_belongs_to_the_key_that_made_it(
    api: Caller, mariana: str, caller_with: Callable[[str], Caller]
) -> None:
    made = account(api, mariana, TO_DEBIT, bank_id=BANK)
    assert caller_with("sk_test_other").get(f"/accounts/{made['id']}").status_code == 404
