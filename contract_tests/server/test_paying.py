"""Payments follow what their payer does, and the ledger follows the payments."""

from __future__ import annotations

from typing import Any

import pytest

from server.callers import CONTROL, Caller
from server.saving import card, customer

ORDER: dict[str, Any] = {"title": "Café para el evento de marzo", "amount": 640_000}
LIMITS: dict[str, Any] = {"min_amount_in_cents": 100_000_00, "max_amount_in_cents": 300_000_00}
PARTS: dict[str, Any] = {**ORDER, "partial_payment_config": {**LIMITS, "timeout_hours": 48}}
METHODS = ["card", "pse", "nequi", "daviplata", "bre_b"]


class Payer:
    """Pays one payment."""

    def __init__(self, api: Caller, body: Any) -> None:
        self.api = api
        self.id: str = api.made("/payments", body)["id"]

    def pays(self, method: str = "card", **wish: Any) -> Any:
        return self.api.control("POST", f"/payments/{self.id}/attempts", {"method": method, **wish})

    def cannot_pay(self, method: str = "card", **wish: Any) -> list[str]:
        url = f"https://api.onepay.la/_sandbox/payments/{self.id}/attempts"
        refused = self.api.client.post(url, json={"method": method, **wish})
        assert refused.status_code == 422
        return list(refused.json().get("errors", {}))

    @property
    def payment(self) -> Any:
        return self.api.got(f"/payments/{self.id}")

    @property
    def status(self) -> str:
        status: str = self.payment["status"]
        return status


@pytest.mark.parametrize("method", METHODS)
def test_a_payment_is_paid_with_every_method(api: Caller, method: str) -> None:
    payer = Payer(api, ORDER)
    payer.pays(method)
    payment = payer.payment
    assert (payment["status"], payment["payment_link"]) == ("approved", None)
    assert payment["paid_at"] is not None
    assert api.ledger() == {"outside": -640_000, "balance": 640_000}


def test_paid_payment_is_neither_paid_again_nor_deleted(api: Caller) -> None:
    payer = Payer(api, ORDER)
    payer.pays()
    payer.cannot_pay()
    refused = api.delete(f"/payments/{payer.id}")
    assert (refused.status_code, refused.json()["code_name"]) == (422, "payment_already_paid")
    assert api.ledger()["balance"] == 640_000


def test_payment_is_open_after_a_declined_card(api: Caller) -> None:
    payer = Payer(api, ORDER)
    declined = payer.pays(number="4000000000009995")
    assert declined["remarks"]["code"] == "INSUFFICIENT_FUNDS"
    assert (payer.status, api.ledger()) == ("declined", {})
    payer.pays(number="4111111111111111")
    assert (payer.status, api.ledger()["balance"]) == ("approved", 640_000)


def test_attempts_of_a_payment_are_listed_newest_first(api: Caller) -> None:
    payer = Payer(api, ORDER)
    first = payer.pays(outcome="DONT_HONOR")
    second = payer.pays("pse")
    listed = api.got(f"/payments/{payer.id}/intents")
    assert [(item["id"], item["status"]) for item in listed] == [(second["id"], "paid"), (first["id"], "failed")]


def test_open_transfer_keeps_the_payment_in_progress(api: Caller) -> None:
    payer = Payer(api, ORDER)
    attempt = payer.pays("pse", leave_open=True)
    assert (payer.status, api.ledger()) == ("in_progress", {})
    api.control("POST", f"/charges/{attempt['id']}/settle", {})
    assert (payer.status, api.ledger()["balance"]) == ("approved", 640_000)


def test_an_open_transfer_fails_when_another_method_has_paid(api: Caller) -> None:
    payer = Payer(api, ORDER)
    attempt = payer.pays("pse", leave_open=True)
    payer.pays("nequi")
    assert api.got(f"/payment-intents/{attempt['id']}")["status"] == "failed"
    assert api.ledger()["balance"] == 640_000


def test_an_open_transfer_fails_when_the_payment_is_deleted(api: Caller) -> None:
    payer = Payer(api, ORDER)
    attempt = payer.pays("pse", leave_open=True)
    assert api.delete(f"/payments/{payer.id}").status_code == 204
    assert api.got(f"/payment-intents/{attempt['id']}")["status"] == "failed"
    assert payer.status == "cancelled"


def test_a_payment_comes_in_parts_where_it_allows_them(api: Caller) -> None:
    payer = Payer(api, PARTS)
    first = payer.pays(amount=240_000)
    assert payer.status == "partially_paid"
    assert payer.payment["partial_payment"] == {"is_fully_paid": False, "charges": [{"id": first["id"]}]}
    assert api.ledger()["balance"] == 240_000
    payer.pays("nequi")
    assert (payer.status, payer.payment["partial_payment"]["is_fully_paid"]) == ("approved", True)
    assert api.ledger()["balance"] == 640_000


@pytest.mark.parametrize("amount", [0, 99_999, 300_001, 640_001])
def test_a_part_that_breaks_the_terms_is_refused(api: Caller, amount: int) -> None:
    payer = Payer(api, PARTS)
    assert payer.cannot_pay(amount=amount) == ["amount"]
    assert payer.status == "pending"


def test_the_last_method_that_is_allowed_has_to_pay_the_rest(api: Caller) -> None:
    payer = Payer(api, {**ORDER, "partial_payment_config": {"max_payment_methods": 2}})
    payer.pays(amount=240_000)
    assert payer.cannot_pay(amount=200_000) == ["amount"]
    payer.pays(amount=400_000)
    assert payer.status == "approved"


def test_a_payment_without_terms_takes_no_part(api: Caller) -> None:
    assert Payer(api, ORDER).cannot_pay(amount=100_000) == ["amount"]


def test_incomplete_parts_expire_and_stay_in_the_balance(api: Caller) -> None:
    payer = Payer(api, PARTS)
    payer.pays(amount=240_000)
    api.advance(by="PT47H")
    assert payer.status == "partially_paid"
    api.advance(by="PT1H")
    assert (payer.status, api.ledger()["balance"]) == ("partial_expired", 240_000)
    payer.cannot_pay()


def test_two_open_parts_cannot_pay_more_than_the_amount(api: Caller) -> None:
    payer = Payer(api, {**ORDER, "partial_payment_config": {}})
    attempt = payer.pays("pse", amount=400_000, leave_open=True)
    payer.pays(amount=400_000)
    assert api.got(f"/payment-intents/{attempt['id']}")["status"] == "failed"
    payer.pays()
    assert (payer.status, api.ledger()["balance"]) == ("approved", 640_000)


def test_the_payer_chooses_the_amount_of_a_payment_without_one(api: Caller) -> None:
    payer = Payer(api, {"title": "Propina"})
    assert payer.cannot_pay() == ["amount"]
    payer.pays(amount=12_000)
    assert (payer.payment["amount"], payer.status, api.ledger()["balance"]) == (12_000, "approved", 12_000)


def test_a_method_that_the_payment_does_not_allow_is_refused(api: Caller) -> None:
    payer = Payer(api, {**ORDER, "allows": {"pse": False}})
    assert payer.cannot_pay("pse") == ["method"]
    payer.pays("card")
    assert payer.status == "approved"


def test_an_expired_payment_takes_no_money(api: Caller) -> None:
    payer = Payer(api, {**ORDER, "expiration_date": "2026-02-03"})
    attempt = payer.pays("pse", leave_open=True)
    api.advance(by="P3D")
    payer.cannot_pay()
    assert (payer.status, api.ledger()) == ("expired", {})
    assert api.got(f"/payment-intents/{attempt['id']}")["remarks"]["code"] == "TRANSACTION_EXPIRED"


def test_a_payment_that_was_declined_can_be_deleted(api: Caller) -> None:
    payer = Payer(api, ORDER)
    payer.pays(outcome="DONT_HONOR")
    assert api.delete(f"/payments/{payer.id}").status_code == 204
    assert payer.status == "cancelled"


def test_a_paid_payment_shows_who_has_paid_it_and_with_what(api: Caller) -> None:
    payer = Payer(api, ORDER)
    mariana = customer(api)
    card_id = card(api, mariana)["id"]
    assert (payer.payment["customer"], payer.payment["method"]) == (None, None)
    payer.pays(customer_id=mariana, card_id=card_id)
    assert (payer.payment["customer"]["id"], payer.payment["method"]["id"]) == (mariana, card_id)


def test_an_attempt_that_is_over_cannot_be_decided_again(api: Caller) -> None:
    paid = Payer(api, ORDER).pays()
    refused = api.post(f"/charges/{paid['id']}/settle", {"outcome": "DONT_HONOR"}, base=CONTROL)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["charge_id"])
    assert api.control("GET", f"/charges/{paid['id']}")["outcome"] == "approve"


def test_a_bank_can_decide_otherwise_than_was_to_be(api: Caller) -> None:
    payer = Payer(api, ORDER)
    attempt = payer.pays("pse", leave_open=True)
    api.control("POST", f"/charges/{attempt['id']}/settle", {"outcome": "ACCOUNT_BLOCKED"})
    assert payer.status == "declined"
    assert api.got(f"/payment-intents/{attempt['id']}")["remarks"]["code"] == "ACCOUNT_BLOCKED"


def test_an_expired_payment_cannot_be_deleted(api: Caller) -> None:
    payer = Payer(api, {**ORDER, "expiration_date": "2026-02-03"})
    api.advance(by="P3D")
    assert api.delete(f"/payments/{payer.id}").status_code == 422
    assert payer.status == "expired"
