"""The record of accounts_validate: Validate a wallet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.account_validation import AccountValidation

ACCOUNTS_VALIDATE: Operation[AccountValidation] = Operation(
    id="accounts_validate",
    method="POST",
    path="/accounts/{account_id}/validate",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="https://docs.onepay.la/client/use-cases/tokenizar-cuentas",
    parameters=(
        Parameter("account_id", "path", "account_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    body=Shape("AccountValidate"),
    body_required=False,
    secret_body=True,
    moves_money=False,
    replies={
        "2XX": Shape("AccountValidation"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="unproved",
)
