"""Cards that the company issues."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.lives import issuing_cards


def issuing_cards_create(call: Call) -> Json:
    """Issue a card to a customer."""
    return issuing_cards.view(call.unit, issuing_cards.issue(call.unit, call.body))


def issuing_cards_get(call: Call) -> Json:
    """One issued card, with what its wallet holds now."""
    return issuing_cards.view(call.unit, call.named("issuing_card"))


def issuing_cards_update(call: Call) -> Json:
    """Give an issued card another nickname or status."""
    card = call.named("issuing_card")
    issuing_cards.update(call.unit, card, call.body)
    return issuing_cards.view_updated(call.unit, card)
