"""The record of payments_get: Get a payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.payment import Payment

PAYMENTS_GET: Operation[Payment] = Operation(
    id="payments_get",
    method="GET",
    path="/payments/{payment_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/payments/detail",
    parameters=(
        Parameter("payment_id", "path", "payment_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "200": Shape("Payment"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
