"""The record of accounts_create: Create an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.account import Account

ACCOUNTS_CREATE: Operation[Account] = Operation(
    id="accounts_create",
    method="POST",
    path="/accounts",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/accounts/create",
    body=Shape("AccountCreate"),
    body_required=True,
    moves_money=False,
    replies={
        "2XX": Shape("Account"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
