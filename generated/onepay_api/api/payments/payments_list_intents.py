"""The record of payments_list_intents: List the attempts to pay a payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.payment_attempt_page import PaymentAttemptPage

PAYMENTS_LIST_INTENTS: Operation[PaymentAttemptPage] = Operation(
    id="payments_list_intents",
    method="GET",
    path="/payments/{payment_id}/intents",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in third-party programs, which cite the page https://docs.onepay.la/client/payments/intents; that page was not available.",
    parameters=(
        Parameter("payment_id", "path", "payment_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "200": Shape("PaymentAttemptList"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
