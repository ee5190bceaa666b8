"""The record of customers_get: Get a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from ...operation import Operation, Parameter, Shape

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
    parameters=(Parameter("customer_id", "path", "customer_id", Annotated[str, Meta(min_length=1)], required=True),),
    replies={
        "200": Shape("Customer"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
