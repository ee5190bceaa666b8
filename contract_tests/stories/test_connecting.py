"""Stories of customers who hand over a payment method behind a link, and subscribe with it."""

from __future__ import annotations

from typing import Any

from onepay_client import models, outcome_of
from onepay_client.webhooks import EventName
from stories.merchant import Merchant
from stories.people import Mariana

PRICE = 85_000


def test_a_card_saved_behind_a_link_pays_a_subscription(merchant: Merchant) -> None:
    _subscribes_with(merchant, "card")


def test_a_wallet_saved_behind_a_link_pays_a_subscription(merchant: Merchant) -> None:
    _subscribes_with(merchant, "wallet")


def _subscribes_with(merchant: Merchant, method: str) -> None:
    mariana = Mariana(merchant)
    link = merchant.client.connect_links.create(customer_id=mariana.id, single_use=True)
    saved = _hears_what_was_saved(merchant, link.id, method)
    merchant.client.subscriptions.create(
        customer_id=mariana.id,
        payment_method_id=saved,
        name="Café de la casa, cada mes",
        amount_in_cents=PRICE * 100,
        currency=models.Currency.COP,
        cicle_frequency=models.BillingFrequency.MONTHLY,
    )
    assert [subscription.status for subscription in merchant.client.subscriptions.list()] == ["active"]
    assert [outcome_of(charge).paid for charge in merchant.client.charges.list()] == [True]
    assert merchant.control.ledger()["balance"] == PRICE


def _hears_what_was_saved(merchant: Merchant, link_id: str, method: str) -> str:
    """The id of what the customer saves, as the merchant's webhook hears of it."""
    completed = [EventName("connect_link.completed")]
    hook = merchant.client.webhooks.create(name="Captura", url=merchant.endpoint.url, events=completed).data
    merchant.endpoint.trust(hook.secret, hook.header)
    merchant.midway()
    merchant.control.decide("POST", f"/connect-links/{link_id}/completions", {"method": method})
    delivery: Any = merchant.endpoint.next_delivery()
    assert delivery.resource_id == link_id
    return str(delivery.resource.payment_method.id)
