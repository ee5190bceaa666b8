"""The record of customers_list_accounts: List the accounts of a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.customer_account_page import CustomerAccountPage

CUSTOMERS_LIST_ACCOUNTS: Operation[CustomerAccountPage] = Operation(
    id="customers_list_accounts",
    method="GET",
    path="/customers/{customer_id}/accounts",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in third-party programs; no public page is known.",
    parameters=(
        Parameter("customer_id", "path", "customer_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
        Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),
    ),
    replies={
        "200": Shape("CustomerAccountPage"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
