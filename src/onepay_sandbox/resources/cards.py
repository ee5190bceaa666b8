"""Cards."""

from __future__ import annotations

from dataclasses import replace

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.objects import Search
from onepay_sandbox.lives import cards, methods
from onepay_sandbox.lives.direct_charges import payer
from onepay_sandbox.resources.pagination import counted, in_order, nested, page


def cards_create(call: Call) -> Json:
    """Save a card by its number, which is forgotten at once."""
    return _saved(call, cards.parse_card(call.body))


def cards_create_tokenized(call: Call) -> Json:
    """Save a card by the token that a browser got for it."""
    return _saved(call, cards.card_of_token(call.body["card_token"]))


def cards_list(call: Call) -> Json:
    """One page of cards: in the older form where it was asked for by older parameters."""
    owner = call.query.get("customer_id", call.query.get("filter[customer_id]"))
    search = in_order(replace(Search("card"), owner=owner), call.query.get("sort"))
    if "customer_id" in call.query or "limit" in call.query:
        return nested(page(call, search, cards.older, size=15))
    return counted(page(call, search, methods.view, size=15))


def cards_get(call: Call) -> Json:
    """One card, in the short form."""
    return methods.view(call.named("card"))


def _saved(call: Call, known: Document) -> Json:
    customer = payer(call.unit, call.body["customer_id"])
    kept = {**known, "authorization": call.body["authorization"]}
    return cards.tokenized(call.unit.create("card", kept, owner=customer.id))
