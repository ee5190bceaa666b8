"""The record of payment_intents_get: Get a payment intent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.payment_intent import PaymentIntent

PAYMENT_INTENTS_GET: Operation[PaymentIntent] = Operation(
    id="payment_intents_get",
    method="GET",
    path="/payment-intents/{payment_intent_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/payment-intent/get",
    parameters=(
        Parameter(
            "payment_intent_id", "path", "payment_intent_id", Annotated[str, msgspec.Meta(min_length=1)], required=True
        ),
    ),
    replies={
        "200": Shape("PaymentIntent"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
