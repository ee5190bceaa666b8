"""The record of accounts_list_banks: List the banks of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.bank_page import BankPage

ACCOUNTS_LIST_BANKS: Operation[BankPage] = Operation(
    id="accounts_list_banks",
    method="GET",
    path="/accounts/banks",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in a third-party program; no public page is known.",
    parameters=(
        Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),
        Parameter("per_page", "query", "per_page", Annotated[int, msgspec.Meta(ge=1)]),
    ),
    replies={
        "200": Shape("BankList"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
