"""The record of balances_get: Get the balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.balance import Balance

BALANCES_GET: Operation[Balance] = Operation(
    id="balances_get",
    method="GET",
    path="/balances",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in third-party programs; no public page is known.",
    replies={
        "200": Shape("Balance"),
        "401": Shape("ErrorReply"),
    },
)
