"""The record of accounts_get: Get an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.account import Account

ACCOUNTS_GET: Operation[Account] = Operation(
    id="accounts_get",
    method="GET",
    path="/accounts/{account_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in third-party programs; no public page is known.",
    parameters=(
        Parameter("account_id", "path", "account_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "200": Shape("Account"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
