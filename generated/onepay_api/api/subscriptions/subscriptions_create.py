"""The record of subscriptions_create: Create a subscription."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.subscription import Subscription

SUBSCRIPTIONS_CREATE: Operation[Subscription] = Operation(
    id="subscriptions_create",
    method="POST",
    path="/subscriptions",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/subscriptions/create",
    body=Shape("SubscriptionCreate"),
    body_required=True,
    replies={
        "2XX": Shape("Subscription"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
