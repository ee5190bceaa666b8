"""Cards of customers: what is left of one after its number and code have been forgotten."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date
from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core import scenarios
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.card_numbers import BRANDS, has_check_digit
from onepay_sandbox.core.objects import Search, StateMachine, StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.resources import payment_methods
from onepay_sandbox.resources.customers import payer
from onepay_sandbox.resources.pagination import counted, in_order, nested, page

CARD_STATES: Final = StateMachine(kind="card", counted=("owner",))
_NUMBER: Final = re.compile(r"[0-9]{12,19}")
_MONTH: Final = re.compile(r"0[1-9]|1[0-2]")
_YEAR: Final = re.compile(r"[0-9]{2}")
_SECURITY_CODE: Final = re.compile(r"[0-9]{3,4}")

ASSUMPTIONS: Final = (
    Assumption(
        "card-number-forgotten",
        "ours",
        "Of a card's number its last four digits are kept, of its code nothing.",
        "A sandbox that keeps more would be the first place to look for cards that were typed in by mistake.",
    ),
    Assumption(
        "cards-older-list",
        "ours",
        "A list of cards with customer_id or limit comes in the older form, any other in the newer.",
        "Both versions of the page are documented, each with its own parameters.",
    ),
    Assumption(
        "card-token",
        "ours",
        "Every card_token that has no other meaning stands for a good Visa that ends in 4242.",
        "The SDK that makes tokens has no sandbox of ours, so a test has to make them up.",
    ),
    Assumption(
        "card-number-checked",
        "inferred",
        "A card whose number has a wrong check digit or belongs to no documented brand is refused with status 422.",
        "No page shows the refusal; every processor of cards has these rules.",
    ),
    Assumption(
        "card-may-be-expired",
        "ours",
        "A card that has expired can be saved, and every charge on it is declined with CARD_EXPIRED.",
        "What the real API does is not documented; so a test needs no clock to meet the decline.",
    ),
    Assumption(
        "card-facts",
        "ours",
        "Every card was issued in CO, and fails the check of its code only where its number forces CARD_CVV.",
        "Who issued a number cannot be known here, and what makes a check fail is not documented.",
    ),
)


def tokenized(card: StoredObject) -> Json:
    """The card as the reply of a tokenization, the contract's `TokenizedCard` with an `action`."""
    return {**_long(card), "action": {"action": "NULL", "next": None}}


def older(card: StoredObject) -> Json:
    """The card as the older pages show it: `TokenizedCard` with `authorization`."""
    return {**_long(card), "authorization": card.get("authorization", True)}


def expires(card: StoredObject) -> date:
    """The last day on which the card is good."""
    month, year = map(int, card["expiration_date"].split("/"))
    return date(year, month, calendar.monthrange(year, month)[1])


def _long(card: StoredObject) -> dict[str, Json]:
    shown = payment_methods.view(card)
    checked = card.get("outcome") != "CARD_CVV"
    return {
        "title": shown.pop("label"),
        **shown,
        "expiration_date": f"{expires(card)}T00:00:00.000000Z",
        "card_name": card.get("card_name", ""),
        "type": "credit_card",
        "cvc_check": checked,
        "verified": checked,
        "method_type": "credit_card",
    }


def parse_card(typed: Document) -> dict[str, Json]:
    """What a card (kind `card`) keeps of its typed-in data. Raises `Refusal`, which names the field."""
    number, month, year = typed["card_number"], typed["expiration_month"], typed["expiration_year"]
    brand = _brand(number)
    if not _MONTH.fullmatch(month):
        raise invalid_field("expiration_month", "El mes de vencimiento debe estar entre 01 y 12.")
    if not _YEAR.fullmatch(year):
        raise invalid_field("expiration_year", "El año de vencimiento debe tener dos dígitos.")
    if not _SECURITY_CODE.fullmatch(typed["ccv"]):
        raise invalid_field("ccv", "El código de seguridad debe tener 3 o 4 dígitos.")
    outcome = scenarios.of_number(number)
    expiration = f"{int(month)}/20{year}"
    return {**_issued(brand, number[-4:], expiration), "card_name": typed["holder_name"], "outcome": outcome}


def card_of_token(token: str) -> dict[str, Json]:
    """What a card keeps that stands behind a token; the token says how its charges end (`scenarios.of_token`)."""
    outcome = scenarios.of_token(token)
    return {**_issued("Visa", "4242", "12/2099"), "card_name": "TITULAR DE PRUEBA", "outcome": outcome}


def _issued(brand: str, last_four: str, expiration_date: str) -> dict[str, Json]:
    return {"brand": brand, "last_four": last_four, "expiration_date": expiration_date, "country": "CO"}


def _brand(number: str) -> str:
    if not _NUMBER.fullmatch(number) or not has_check_digit(number):
        raise invalid_field("card_number", "El número de la tarjeta no es válido.")
    brand = next((name for name, form in BRANDS.items() if form.fullmatch(number)), None)
    if brand is None:
        raise invalid_field("card_number", "La franquicia de la tarjeta no está soportada.")
    return brand


def cards_create(call: Call) -> Json:
    """Save a card by its number, which is forgotten at once."""
    return _saved(call, parse_card(call.body))


def cards_create_tokenized(call: Call) -> Json:
    """Save a card by the token that a browser got for it."""
    return _saved(call, card_of_token(call.body["card_token"]))


def cards_list(call: Call) -> Json:
    """One page of cards: in the older form if the parameters are the older ones."""
    owner = call.query.get("customer_id", call.query.get("filter[customer_id]"))
    search = in_order(replace(Search("card"), owner=owner), call.query.get("sort"))
    if "customer_id" in call.query or "limit" in call.query:
        return nested(page(call, search, older, size=15))
    return counted(page(call, search, payment_methods.view, size=15))


def cards_get(call: Call) -> Json:
    """One card, in the short form."""
    return payment_methods.view(call.named("card"))


def _saved(call: Call, known: Document) -> Json:
    customer = payer(call.unit, call.body["customer_id"])
    kept = {**known, "authorization": call.body["authorization"]}
    return tokenized(call.unit.create("card", kept, owner=customer.id))
