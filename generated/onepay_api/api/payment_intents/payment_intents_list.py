"""The record of payment_intents_list: List payment intents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.payment_intent_page import PaymentIntentPage

PAYMENT_INTENTS_LIST: Operation[PaymentIntentPage] = Operation(
    id="payment_intents_list",
    method="GET",
    path="/payment-intents",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/payment-intent/list",
    parameters=(
        Parameter("filter[id]", "query", "filter_id", str),
        Parameter("filter[status]", "query", "filter_status", Shape("PaymentIntentStatus")),
        Parameter("filter[external_id]", "query", "filter_external_id", str),
        Parameter("sort", "query", "sort", Shape("PaymentIntentSort")),
        Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),
    ),
    replies={
        "200": Shape("PaymentIntentPage"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
