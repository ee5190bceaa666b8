"""Cards of customers: what is left of one after its number and code have been forgotten."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Final

from onepay_sandbox.life import Assumption, Life
from onepay_sandbox.lives import methods
from onepay_sandbox.objects import Record
from onepay_sandbox.values import Json

LIFE: Final = Life(kind="card")

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
        "A list of cards that is asked for by customer_id or limit comes in the older form, any other in the newer.",
        "Both versions of the page are documented, each with its own parameters.",
    ),
    Assumption(
        "card-token",
        "ours",
        "Every card_token that has no other meaning stands for a good Visa that ends in 4242.",
        "The SDK that makes tokens has no sandbox of ours, so a test has to make them up.",
    ),
)


def tokenized(card: Record) -> Json:
    """The card as the reply of a tokenization, the contract's `TokenizedCard` with an `action`."""
    return {**_long(card), "action": {"action": "NULL", "next": None}}


def older(card: Record) -> Json:
    """The card as the older pages show it: `TokenizedCard` with `authorization`."""
    return {**_long(card), "authorization": card.get("authorization", True)}


def expires(card: Record) -> date:
    """The last day on which the card is good."""
    month, year = map(int, card["expiration_date"].split("/"))
    return date(year, month, calendar.monthrange(year, month)[1])


def _long(card: Record) -> dict[str, Json]:
    shown = methods.view(card)
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
