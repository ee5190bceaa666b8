"""The record of customers_create: Create a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.customer import Customer

CUSTOMERS_CREATE: Operation[Customer] = Operation(
    id="customers_create",
    method="POST",
    path="/customers",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/customers/create",
    body=Shape("CustomerCreate"),
    body_required=True,
    moves_money=False,
    replies={
        "2XX": Shape("Customer"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
