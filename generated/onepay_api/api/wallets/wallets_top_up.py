"""The record of wallets_top_up: Top up a customer's wallet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.wallet_top_up import WalletTopUp

WALLETS_TOP_UP: Operation[WalletTopUp] = Operation(
    id="wallets_top_up",
    method="POST",
    path="/customers/{customer_id}/transactions",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/wallets",
    parameters=(
        Parameter("customer_id", "path", "customer_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    body=Shape("WalletTopUpCreate"),
    body_required=True,
    replies={
        "2XX": Shape("WalletTopUp"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
