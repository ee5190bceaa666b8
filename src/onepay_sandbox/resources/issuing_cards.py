"""Cards that the company issues to customers, drawing on their wallets."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.objects import StateMachine, StoredObject
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.resources import wallets
from onepay_sandbox.resources.customers import payer, summary

_ADDRESS: Final = ("line_1", "line_2", "state", "city", "country")
_NOT_UPDATED: Final = ("type", "customer_id", "wallet_id")

ISSUING_CARD_STATES: Final = StateMachine(kind="issuing_card")

ASSUMPTIONS: Final = (
    Assumption(
        "issuing-card-status",
        "ours",
        "An issued card is `created` until an update gives it another status, whose text is kept as it was sent.",
        "No value but `created` is known, neither for replies nor for the update.",
    ),
    Assumption(
        "issuing-card-number",
        "ours",
        "An issued card never gets a number, so `last_4` stays null, and nobody pays with it.",
        "The samples show null, and no call reads what is paid with a card.",
    ),
    Assumption(
        "issuing-card-wallet",
        "inferred",
        "A card for a customer who does not exist, or on the wallet of another, is refused with status 422.",
        "The reply names one customer and one wallet; no page says what a mismatch answers.",
    ),
    Assumption(
        "issuing-card-defaults",
        "ours",
        "What was not sent of an issued card's address is the empty string, and its type is `physical`.",
        "The documented replies have all of it, never null.",
    ),
)


def issue(unit: UnitOfWork, wanted: Document) -> StoredObject:
    """A new card. Raises `Refusal` where customer and wallet do not fit."""
    customer = payer(unit, wanted["customer_id"])
    if wanted["wallet_id"] != wallets.wallet_id(unit, customer.id):
        raise invalid_field("wallet_id", "La billetera no pertenece al cliente.")
    given: Document = {"nickname": None, "type": "physical", "address": {}, **wanted}
    return unit.create("issuing_card", {**given, "shown_status": "created"}, owner=customer.id)


def update(unit: UnitOfWork, card: StoredObject, wanted: Document) -> None:
    """Give it another nickname or status."""
    names = {"nickname": "nickname", "status": "shown_status"}
    unit.change(card, **{names[name]: value for name, value in wanted.items()})


def view(unit: UnitOfWork, card: StoredObject) -> dict[str, Json]:
    """The card as the contract's `IssuingCard`."""
    return {
        "id": card.id,
        "status": card["shown_status"],
        "last_4": None,
        "nickname": card["nickname"],
        "type": card["type"],
        "customer_id": card.owner,
        "wallet_id": card["wallet_id"],
        "customer": summary(unit, card.owner),
        "address": {name: card["address"].get(name, "") for name in _ADDRESS},
        "wallet": wallets.view(unit, card.owner),
    }


def view_updated(unit: UnitOfWork, card: StoredObject) -> Json:
    """The card as the contract's `IssuingCardUpdated`, which has fewer fields and calls one by another name."""
    shown = {name: value for name, value in view(unit, card).items() if name not in _NOT_UPDATED}
    return {**shown, "address": {name.replace("line_1", "line"): text for name, text in shown["address"].items()}}


def issuing_cards_create(call: Call) -> Json:
    """Issue a card to a customer."""
    return view(call.unit, issue(call.unit, call.body))


def issuing_cards_get(call: Call) -> Json:
    """One issued card, with what its wallet holds now."""
    return view(call.unit, call.named("issuing_card"))


def issuing_cards_update(call: Call) -> Json:
    """Give an issued card another nickname or status."""
    card = call.named("issuing_card")
    update(call.unit, card, call.body)
    return view_updated(call.unit, card)
