"""The record of customers_list: List customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.customer_page import CustomerPage

CUSTOMERS_LIST: Operation[CustomerPage] = Operation(
    id="customers_list",
    method="GET",
    path="/customers",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/customers",
    parameters=(
        Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),
        Parameter("per_page", "query", "per_page", Annotated[int, msgspec.Meta(ge=1)]),
        Parameter("document_number", "query", "document_number", str),
        Parameter("limit", "query", "limit", Annotated[int, msgspec.Meta(ge=1)]),
    ),
    replies={
        "200": Shape("CustomerPage"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
