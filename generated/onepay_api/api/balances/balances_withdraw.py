"""The record of balances_withdraw: Withdraw from the balance."""

from __future__ import annotations

from onepay_core.operation import Operation

from ...shapes import Shape

BALANCES_WITHDRAW: Operation[None] = Operation(
    id="balances_withdraw",
    method="POST",
    path="/balances",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/balance/cashout",
    body=Shape("BalanceWithdraw"),
    body_required=False,
    replies={
        "204": None,
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
