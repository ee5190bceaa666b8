"""The record of customers_get: Get a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.customer import Customer

CUSTOMERS_GET: Operation[Customer] = Operation(
    id="customers_get",
    method="GET",
    path="/customers/{customer_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/customers",
    parameters=(
        Parameter("customer_id", "path", "customer_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "200": Shape("Customer"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
