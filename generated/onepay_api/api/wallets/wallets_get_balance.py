"""The record of wallets_get_balance: Get the balance of a customer's wallet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.wallet import Wallet

WALLETS_GET_BALANCE: Operation[Wallet] = Operation(
    id="wallets_get_balance",
    method="GET",
    path="/customers/{customer_id}/balance",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/wallets",
    parameters=(
        Parameter("customer_id", "path", "customer_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "200": Shape("Wallet"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
