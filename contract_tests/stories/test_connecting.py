"""Stories of customers who hand over a payment method behind a link, and subscribe with it."""

from __future__ import annotations

from typing import Any

from onepay_client import models, outcome_of
from onepay_client.webhooks import EventName
from stories.people import Mariana
from stories.town import Town

PRICE = 85_000


def test_a_card_saved_behind_a_link_pays_a_subscription(town: Town) -> None:
    _subscribes_with(town, "card")


def test_a_wallet_saved_behind_a_link_pays_a_subscription(town: Town) -> None:
    _subscribes_with(town, "wallet")


def _subscribes_with(town: Town, method: str) -> None:
    mariana = Mariana(town)
    link = town.client.connect_links.create(customer_id=mariana.id, single_use=True)
    saved = _hears_what_was_saved(town, link.id, method)
    town.client.subscriptions.create(
        customer_id=mariana.id,
        payment_method_id=saved,
        name="Café de la casa, cada mes",
        amount_in_cents=PRICE * 100,
        currency=models.Currency.COP,
        cicle_frequency=models.BillingFrequency.MONTHLY,
    )
    assert [subscription.status for subscription in town.client.subscriptions.list()] == ["active"]
    assert [outcome_of(charge).paid for charge in town.client.charges.list()] == [True]
    assert town.fate.ledger()["balance"] == PRICE


def _hears_what_was_saved(town: Town, link_id: str, method: str) -> str:
    """The id of what the customer saves, as the merchant's webhook hears of it."""
    completed = [EventName("connect_link.completed")]
    hook = town.client.webhooks.create(name="Captura", url=town.endpoint.url, events=completed).data
    town.endpoint.trust(hook.secret, hook.header)
    town.midway()
    town.fate.decide("POST", f"/connect-links/{link_id}/completions", {"method": method})
    delivery: Any = town.endpoint.hears()
    assert delivery.resource_id == link_id
    return str(delivery.resource.payment_method.id)
