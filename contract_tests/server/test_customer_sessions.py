"""A session belongs to the customer who proved their phone, for as long as it lasts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from onepay_sandbox import frozen
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import API, Caller
from server.cast import HOTEL, MARIANA
from server.saving import IN_DAVIPLATA, IN_NEQUI, TO_DEBIT, account, card, charge, customer

PHONE: str = MARIANA["phone"]
METHODS: str = "/customers/session/payment-methods"
CHARGES: str = "/customers/session/charges"


class Visitor:
    """A customer in a browser: logs in, and calls with the session's token."""

    def __init__(self, api: Caller, customer_id: str, phone: str = PHONE) -> None:
        self.api = api
        self.customer_id = customer_id
        self.phone = phone
        self.session: Any = None

    @property
    def otp(self) -> Any:
        return self.api.control("GET", f"/customers/{self.customer_id}")["otp"]

    def ask(self) -> httpx.Response:
        return self.api.post("/customers/login", {"phone": self.phone})

    def verify(self, otp: str) -> httpx.Response:
        return self.api.post("/customers/login/verify", {"phone": self.phone, "otp": otp})

    def log_in(self) -> Visitor:
        self.ask()
        self.session = self.verify(self.otp).json()
        return self

    def get(self, path: str) -> httpx.Response:
        return self.api.client.get(f"{API}{path}", headers=self._token())

    def pay(self, method: Any, *, key: str = "", **fields: Any) -> httpx.Response:
        body = {"payment_method_id": method["id"], "amount": 98_000, **fields}
        headers = {**self._token(), "x-idempotency": key or f"{self.customer_id} {body}"}
        return self.api.client.post(f"{API}{CHARGES}", json=body, headers=headers)

    def charge(self, made: httpx.Response) -> Any:
        return self.get(f"{CHARGES}/{made.json()['charge_id']}").json()

    def _token(self) -> dict[str, str]:
        return {"X-Customer-Token": self.session["token"]} if self.session else {}


@pytest.fixture
def mariana(api: Caller) -> Visitor:
    return Visitor(api, customer(api))


@pytest.fixture
def hotel(api: Caller) -> Visitor:
    return Visitor(api, customer(api, **HOTEL), HOTEL["phone"]).log_in()


@pytest.fixture
def live() -> Iterator[Visitor]:
    """Mariana, logged in to a live account of a sandbox that has the fake live mode."""
    sandbox = Sandbox(clock=frozen(), seed=7, live=True)
    api = Caller(SandboxTransport(sandbox), "sk_" + "live_alborada")
    yield Visitor(api, customer(api)).log_in()
    sandbox.close()


def test_a_right_code_after_a_wrong_one_opens_a_session(mariana: Visitor) -> None:
    assert mariana.ask().status_code == 204
    otp = mariana.otp
    refused = mariana.verify("0" + otp)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["otp"])
    session = mariana.verify(otp).json()
    assert (session["customer"]["id"], session["customer"]["phone"]) == (mariana.customer_id, PHONE)
    assert session["expires_at"] == "2026-02-02T17:00:00+00:00"


def test_a_code_is_good_once(mariana: Visitor) -> None:
    mariana.ask()
    otp = mariana.otp
    assert mariana.verify(otp).is_success
    assert mariana.verify(otp).status_code == 422
    assert mariana.otp is None


def test_a_code_is_good_for_ten_minutes(mariana: Visitor) -> None:
    mariana.ask()
    otp = mariana.otp
    mariana.api.advance(by="PT9M59S")
    assert mariana.otp == otp
    mariana.api.advance(by="PT1S")
    assert mariana.verify(otp).status_code == 422


def test_a_new_code_makes_the_older_one_void(mariana: Visitor) -> None:
    mariana.ask()
    older = mariana.otp
    mariana.ask()
    assert mariana.verify(older).status_code == 422
    assert mariana.verify(mariana.otp).is_success


def test_a_code_of_one_customer_is_no_code_of_another(mariana: Visitor, hotel: Visitor) -> None:
    mariana.ask()
    hotel.ask()
    assert hotel.verify(mariana.otp).status_code == 422


def test_a_phone_that_nobody_has_gets_no_code(mariana: Visitor) -> None:
    mariana.phone = "+573000009999"
    assert (mariana.ask().status_code, mariana.verify("000000").status_code) == (422, 422)


def test_of_two_customers_with_a_phone_the_newer_logs_in(api: Caller) -> None:
    customer(api)
    newer = customer(api)
    assert Visitor(api, newer).log_in().session["customer"]["id"] == newer


def test_banned_customer_cannot_log_in_until_unbanned(mariana: Visitor) -> None:
    mariana.ask()
    otp = mariana.otp
    mariana.api.control("PUT", f"/customers/{mariana.customer_id}/ban", {"banned": True})
    for refused in (mariana.ask(), mariana.verify(otp)):
        assert (refused.status_code, refused.json()["code_name"]) == (422, "CustomerBanned")
    mariana.api.control("PUT", f"/customers/{mariana.customer_id}/ban", {"banned": False})
    assert mariana.verify(otp).is_success


def test_a_ban_is_shown_by_the_control_api_only(mariana: Visitor) -> None:
    before = mariana.api.got(f"/customers/{mariana.customer_id}")
    assert mariana.api.control("PUT", f"/customers/{mariana.customer_id}/ban", {"banned": True})["banned"] is True
    assert mariana.api.got(f"/customers/{mariana.customer_id}") == before


def test_a_session_ends_after_four_hours(mariana: Visitor) -> None:
    mariana.log_in()
    mariana.api.advance(by="PT3H59M59S")
    assert mariana.get(METHODS).status_code == 200
    mariana.api.advance(by="PT1S")
    assert mariana.get(METHODS).status_code == 401


def test_without_a_token_nothing_is_answered(mariana: Visitor) -> None:
    wallet = account(mariana.api, mariana.customer_id, IN_NEQUI)
    answers = [mariana.get(METHODS), mariana.get(f"{CHARGES}/x"), mariana.pay(wallet)]
    mariana.session = {"token": "1|made-up"}
    answers += [mariana.get(METHODS), mariana.get(f"{CHARGES}/x"), mariana.pay(wallet)]
    assert {answer.status_code for answer in answers} == {401}


def test_a_token_is_good_for_its_account_only(mariana: Visitor, caller_with: Callable[[str], Caller]) -> None:
    mariana.log_in()
    headers = {"X-Customer-Token": mariana.session["token"]}
    assert caller_with("sk_test_other").client.get(f"{API}{METHODS}", headers=headers).status_code == 401


def test_the_session_of_a_deleted_customer_is_over(mariana: Visitor) -> None:
    mariana.log_in()
    mariana.api.delete(f"/customers/{mariana.customer_id}")
    assert mariana.get(METHODS).status_code == 401


def test_the_journal_shows_neither_code_nor_token(mariana: Visitor) -> None:
    mariana.ask()
    otp = mariana.otp
    token = mariana.verify(otp).json()["token"]
    journal = json.dumps(mariana.api.control("GET", "/journal"))
    assert (otp in journal, token in journal) == (False, False)


def test_a_session_lists_what_its_customer_can_pay_with(mariana: Visitor, hotel: Visitor) -> None:
    api, owner = mariana.api, mariana.customer_id
    saved = card(api, owner)
    nequi, bank = account(api, owner, IN_NEQUI), account(api, owner, TO_DEBIT)
    account(api, owner, IN_DAVIPLATA)
    for item in (nequi, bank):
        api.control("POST", f"/accounts/{item['id']}/decision", {"status": "ACTIVE"})
    card(api, hotel.customer_id)
    listed = mariana.log_in().get(METHODS).json()["data"]
    assert {kind: [entry["id"] for entry in some] for kind, some in listed.items()} == {
        "cards": [saved["id"]],
        "wallets": [nequi["id"]],
        "pse": [bank["id"]],
    }
    assert (listed["wallets"][0]["subtype"], listed["wallets"][0]["phone"]) == ("nequi", "3000000001")
    assert (listed["cards"][0]["expiration_date"], listed["pse"][0]["label"]) == (
        "2099-12-31",
        "Banco Cordillera - PSE",
    )


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"approve": True}, "paid"), ({"approve": False}, "failed"), ({}, "paid")],
    ids=["approved", "rejected", "neither"],
)
def test_a_test_charge_ends_as_it_was_approved(mariana: Visitor, fields: Any, status: str) -> None:
    mariana.log_in()
    made = mariana.pay(card(mariana.api, mariana.customer_id), **fields)
    assert (made.json()["status"], mariana.charge(made)["status"]) == ("in_progress", "created")
    mariana.api.advance(by="PT5S")
    assert mariana.charge(made)["status"] == status
    assert mariana.api.ledger().get("balance", 0) == (98_000 if status == "paid" else 0)


def test_approve_goes_before_what_the_card_forces(mariana: Visitor) -> None:
    mariana.log_in()
    bad = card(mariana.api, mariana.customer_id, "tok_test_stolen")
    declined, approved = mariana.pay(bad), mariana.pay(bad, approve=True)
    mariana.api.advance(by="PT5S")
    assert mariana.charge(declined)["remarks"]["code"] == "STOLEN"
    assert (mariana.charge(approved)["status"], mariana.charge(approved)["remarks"]) == ("paid", None)


@pytest.mark.parametrize(
    ("fields", "name"), [({"amount": 99}, "amount"), ({"payment_method_id": "x"}, "payment_method_id")]
)
def test_a_charge_that_cannot_be_is_refused(mariana: Visitor, fields: Any, name: str) -> None:
    mariana.log_in()
    refused = mariana.pay(card(mariana.api, mariana.customer_id), **fields)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [name])


def test_a_session_cannot_charge_a_card_of_another_customer(mariana: Visitor, hotel: Visitor) -> None:
    refused = mariana.log_in().pay(card(mariana.api, hotel.customer_id), approve=True)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["payment_method_id"])


def test_session_finds_charges_of_its_customer_only(mariana: Visitor, hotel: Visitor) -> None:
    saved = card(mariana.api, mariana.customer_id)
    made = mariana.log_in().pay(saved)
    other = charge(mariana.api, mariana.customer_id, card_id=saved["id"])
    assert mariana.log_in().charge(made)["amount"] == 98_000
    assert mariana.get(f"{CHARGES}/{other['id']}").status_code == 404
    assert hotel.get(f"{CHARGES}/{made.json()['charge_id']}").status_code == 404


def test_a_key_that_one_customer_used_answers_nothing_to_another(mariana: Visitor, hotel: Visitor) -> None:
    saved = card(mariana.api, mariana.customer_id)
    first = mariana.log_in().pay(saved, key="same")
    assert mariana.pay(saved, key="same").content == first.content
    assert hotel.pay(saved, key="same").status_code == 409


def test_a_repeated_charge_is_one_charge(mariana: Visitor) -> None:
    saved = card(mariana.api, mariana.customer_id)
    mariana.log_in()
    assert mariana.pay(saved, key="a").content == mariana.pay(saved, key="a").content
    assert mariana.api.got("/charges")["total"] == 1


def test_live_charge_of_a_session_admits_no_second(live: Visitor) -> None:
    saved = card(live.api, live.customer_id)
    made = live.pay(saved).json()
    assert (made["status"], made["expires_at"]) == ("created", "2026-02-02T13:15:00+00:00")
    assert live.pay(saved, amount=5_000).status_code == 422
    live.api.control("POST", f"/charges/{made['charge_id']}/settle", {"outcome": "approve"})
    assert live.pay(saved, amount=5_000).is_success


def test_a_live_charge_that_nobody_approves_fails(live: Visitor) -> None:
    saved = card(live.api, live.customer_id)
    made = live.pay(saved)
    live.api.advance(by="PT15M")
    assert live.charge(made)["remarks"]["code"] == "TRANSACTION_EXPIRED"
    assert live.pay(saved, amount=5_000).is_success


def test_a_live_charge_takes_no_approval_from_its_request(live: Visitor) -> None:
    refused = live.pay(card(live.api, live.customer_id), approve=True)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["approve"])


def test_refunded_session_charge_still_has_status_paid(live: Visitor) -> None:
    made = live.pay(card(live.api, live.customer_id))
    charge_id = made.json()["charge_id"]
    live.api.control("POST", f"/charges/{charge_id}/settle", {"outcome": "approve"})
    assert live.api.post(f"/charges/{charge_id}/refund").is_success
    assert live.charge(made)["status"] == "paid"
