"""The record of customers_delete: Delete a customer."""

from __future__ import annotations

from typing import Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

CUSTOMERS_DELETE: Operation[None] = Operation(
    id="customers_delete",
    method="DELETE",
    path="/customers/{customer_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/customers",
    parameters=(
        Parameter("customer_id", "path", "customer_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    moves_money=False,
    replies={
        "2XX": None,
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
