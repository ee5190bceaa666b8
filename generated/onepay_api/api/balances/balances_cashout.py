"""The record of balances_cashout: Withdraw from the balance by the older path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.balance_cashout import BalanceCashout

BALANCES_CASHOUT: Operation[BalanceCashout] = Operation(
    id="balances_cashout",
    method="POST",
    path="/balances/cashout",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/balance/cashout",
    body=Shape("BalanceCashoutCreate"),
    body_required=True,
    replies={
        "2XX": Shape("BalanceCashout"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
