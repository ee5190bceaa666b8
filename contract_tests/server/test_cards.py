"""Cards are saved without their number, and listed in both forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zlib import crc32

import pytest

from onepay_sandbox.core import scenarios
from server.callers import CARDS, Caller
from server.saving import CARD, card, charge, customer

GOOD: dict[str, tuple[str, str]] = {
    "visa": ("4242424242424242", "Visa"),
    "mastercard": ("5555555555554444", "Mastercard"),
    "mastercard-2": ("2223003122003222", "Mastercard"),
    "amex": ("378282246310005", "Amex"),
    "diners": ("30569309025904", "Diners"),
}
BAD: dict[str, tuple[str, str]] = {
    "check-digit": ("card_number", "4242424242424243"),
    "too-short": ("card_number", "42424242"),
    "too-long": ("card_number", "42424242424242424242"),
    "spaces": ("card_number", "4242 4242 4242 4242"),
    "other-digits": ("card_number", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"),
    "other-brand": ("card_number", "6011111111111117"),
    "month-13": ("expiration_month", "13"),
    "month-0": ("expiration_month", "00"),
    "month-1": ("expiration_month", "1"),
    "year-4": ("expiration_year", "2028"),
    "ccv-2": ("ccv", "12"),
    "ccv-word": ("ccv", "abc"),
}


@pytest.fixture
def mariana(api: Caller) -> str:
    return customer(api)


@pytest.fixture
def browser(caller_with: Callable[[str], Caller]) -> Caller:
    """A caller with the public key of the account."""
    return caller_with("pk_test_alborada")


@pytest.fixture
def save(browser: Caller, mariana: str) -> Callable[..., Any]:
    """Saves a card of Mariana by its number."""

    def save(**fields: Any) -> Any:
        body = {**CARD, "customer_id": mariana, **fields}
        return browser.post("/cards", body, key=f"save-{crc32(ascii(sorted(fields.items())).encode())}", base=CARDS)

    return save


@pytest.mark.parametrize(("number", "brand"), GOOD.values(), ids=GOOD)
def test_a_card_is_known_by_its_brand_and_last_digits(save: Any, number: str, brand: str) -> None:
    saved = save(card_number=number).json()
    assert (saved["brand"], saved["last_four"], saved["title"]) == (brand, number[-4:], f"{brand} ·{number[-4:]}")
    assert saved["action"] == {"action": "NULL", "next": None}


@pytest.mark.parametrize(("field", "value"), BAD.values(), ids=BAD)
def test_a_card_that_cannot_be_is_refused(api: Caller, save: Any, field: str, value: str) -> None:
    refused = save(**{field: value})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])
    assert api.got("/cards")["total"] == 0


def test_a_card_of_nobody_is_refused(save: Any) -> None:
    assert list(save(customer_id="nobody").json()["errors"]) == ["customer_id"]


def test_a_secret_key_saves_no_number_and_a_public_key_no_token(api: Caller, browser: Caller, mariana: str) -> None:
    assert api.post("/cards", {**CARD, "customer_id": mariana}, base=CARDS).status_code == 401
    body = {"card_token": "t", "customer_id": mariana, "authorization": True}
    assert browser.post("/cards/tokenized", body, key="p").status_code == 401


def test_a_card_is_good_until_the_end_of_its_month(api: Caller, mariana: str, save: Any) -> None:
    saved = save(expiration_month="02", expiration_year="26").json()
    assert saved["expiration_date"].startswith("2026-02-28")
    api.advance(to="2026-03-01T04:59:59Z")
    assert charge(api, mariana, card_id=saved["id"])["status"] == "paid"
    api.advance(by="PT1S")
    declined = charge(api, mariana, card_id=saved["id"])
    assert (declined["status"], declined["remarks"]["code"]) == ("failed", "CARD_EXPIRED")


def test_a_card_that_has_expired_can_be_saved_and_is_declined(api: Caller, mariana: str, save: Any) -> None:
    saved = save(expiration_year="25").json()
    assert charge(api, mariana, card_id=saved["id"])["remarks"]["code"] == "CARD_EXPIRED"


@pytest.mark.parametrize(("number", "code"), scenarios.CARDS.items())
def test_a_forcing_number_declines_every_charge_on_its_card(
    api: Caller, mariana: str, save: Any, number: str, code: str
) -> None:
    saved = save(card_number=number).json()
    assert charge(api, mariana, card_id=saved["id"])["remarks"]["code"] == code
    assert saved["cvc_check"] is (code != "CARD_CVV")


def test_a_card_without_authorization_is_declined(api: Caller, mariana: str, save: Any) -> None:
    saved = save(authorization=False).json()
    assert charge(api, mariana, card_id=saved["id"])["remarks"]["code"] == "ACCOUNT_IS_NOT_AUTHORIZED"


def test_a_token_stands_for_a_good_card(api: Caller, mariana: str) -> None:
    saved = card(api, mariana, "a-token-of-somebody")
    assert (saved["brand"], saved["last_four"]) == ("Visa", "4242")
    assert charge(api, mariana, card_id=saved["id"])["status"] == "paid"


@pytest.mark.parametrize("code", scenarios.DECLINES)
def test_a_token_can_name_the_decline_of_its_card(api: Caller, mariana: str, code: str) -> None:
    saved = card(api, mariana, f"tok_test_{code.lower()}")
    assert charge(api, mariana, card_id=saved["id"])["remarks"]["code"] == code


def test_two_cards_with_one_number_are_two_cards(save: Any) -> None:
    assert save(ccv="124").json()["id"] != save(ccv="125").json()["id"]


def test_cards_are_listed_newest_first_or_sorted(api: Caller, mariana: str) -> None:
    made = [card(api, mariana)["id"] for _ in range(3)]
    assert [item["id"] for item in api.got("/cards")["data"]] == made[::-1]
    assert [item["id"] for item in api.got("/cards", sort="created_at")["data"]] == made
    assert api.get("/cards", sort="brand").status_code == 422


def test_the_two_lists_of_cards_filter_alike_and_differ_in_form(api: Caller, mariana: str) -> None:
    made = card(api, mariana)
    card(api, customer(api))
    newer = api.got("/cards", **{"filter[customer_id]": mariana})
    older = api.got("/cards", customer_id=mariana)
    assert [item["id"] for item in newer["data"]] == [item["id"] for item in older["data"]] == [made["id"]]
    assert (newer["total"], older["meta"]["total"]) == (1, 1)
    assert (newer["data"][0]["label"], older["data"][0]["title"]) == ("Visa ·4242", "Visa ·4242")


def test_a_customer_has_its_own_cards_and_no_others(api: Caller, mariana: str) -> None:
    made = card(api, mariana)
    card(api, customer(api))
    listed = api.got(f"/customers/{mariana}/cards")
    assert ([item["id"] for item in listed["data"]], listed["total"]) == ([made["id"]], 1)
    assert api.get("/customers/nobody/cards").status_code == 404


def test_a_card_is_shown_in_its_short_form(api: Caller, mariana: str, save: Any) -> None:
    saved = save().json()
    shown = api.got(f"/cards/{saved['id']}")
    assert (shown["label"], shown["expiration_date"], shown["customer_id"]) == ("Visa ·4242", "12/2028", mariana)
    assert api.get("/cards/nothing").status_code == 404
