"""The record of customers_delete: Delete a customer."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from ...operation import Operation, Parameter, Shape

CUSTOMERS_DELETE: Operation[None] = Operation(
    id="customers_delete",
    method="DELETE",
    path="/customers/{customer_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/customers",
    parameters=(Parameter("customer_id", "path", "customer_id", Annotated[str, Meta(min_length=1)], required=True),),
    moves_money=False,
    replies={
        "2XX": None,
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
