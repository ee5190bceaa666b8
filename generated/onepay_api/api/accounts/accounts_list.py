"""The record of accounts_list: List accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.account_page import AccountPage

ACCOUNTS_LIST: Operation[AccountPage] = Operation(
    id="accounts_list",
    method="GET",
    path="/accounts",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/accounts/list",
    parameters=(
        Parameter("customer_id", "query", "customer_id", str),
        Parameter("status", "query", "status", Shape("AccountStatus")),
        Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),
        Parameter("limit", "query", "limit", Annotated[int, msgspec.Meta(le=100)]),
    ),
    replies={
        "200": Shape("AccountPage"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
