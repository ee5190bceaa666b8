"""The record of cashouts_create: Pay out to a bank account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.cashout import Cashout

CASHOUTS_CREATE: Operation[Cashout] = Operation(
    id="cashouts_create",
    method="POST",
    path="/cashouts",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/cashouts/create",
    body=Shape("CashoutCreate"),
    body_required=True,
    replies={
        "2XX": Shape("Cashout"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
