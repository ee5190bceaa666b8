"""The record of payments_list: List payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.payment_list import PaymentList

PAYMENTS_LIST: Operation[PaymentList] = Operation(
    id="payments_list",
    method="GET",
    path="/payments",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in third-party programs; the page on listing payments was not available.",
    replies={
        "200": Shape("PaymentList"),
        "401": Shape("ErrorReply"),
    },
)
