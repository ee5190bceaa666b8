"""The record of banks_list: List banks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.bank_page import BankPage

BANKS_LIST: Operation[BankPage] = Operation(
    id="banks_list",
    method="GET",
    path="/banks",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in third-party programs, one of them in production; no public page is known.",
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
