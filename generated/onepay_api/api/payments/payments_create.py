"""The record of payments_create: Create a payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.payment import Payment

PAYMENTS_CREATE: Operation[Payment] = Operation(
    id="payments_create",
    method="POST",
    path="/payments",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/payments/create",
    body=Shape("PaymentCreate"),
    body_required=True,
    replies={
        "2XX": Shape("CreatedPayment"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
