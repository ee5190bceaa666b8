"""The contract's rules on arrays are kept, like those on texts and numbers."""

from __future__ import annotations

from onepay_api import models
from onepay_core.requests import violations


def endpoint(*events: models.EventName) -> models.WebhookEndpointCreate:
    return models.WebhookEndpointCreate(name="Café", url="https://tienda.example.com/avisos", events=list(events))


def test_a_short_array_breaks_a_rule_counted_in_items() -> None:
    [found] = violations(endpoint(), models.WebhookEndpointCreate)
    assert str(found) == "/events: broken rule, expected at least 1 items, got array"


def test_an_array_that_is_long_enough_breaks_none() -> None:
    body = endpoint(models.EventName.PAYMENT_APPROVED)
    assert violations(body, models.WebhookEndpointCreate) == ()
