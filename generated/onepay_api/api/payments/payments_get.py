"""The record of payments_get: Get a payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from ...operation import Operation, Parameter, Shape

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
    parameters=(Parameter("payment_id", "path", "payment_id", Annotated[str, Meta(min_length=1)], required=True),),
    replies={
        "200": Shape("Payment"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
