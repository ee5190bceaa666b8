"""The record of accounts_delete: Delete an account."""

from __future__ import annotations

from typing import Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

ACCOUNTS_DELETE: Operation[None] = Operation(
    id="accounts_delete",
    method="DELETE",
    path="/accounts/{account_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in a third-party program; no public page is known.",
    parameters=(
        Parameter("account_id", "path", "account_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    moves_money=False,
    replies={
        "2XX": None,
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
