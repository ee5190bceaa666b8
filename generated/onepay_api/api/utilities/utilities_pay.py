"""The record of utilities_pay: Pay a utility bill."""

from __future__ import annotations

from onepay_core.operation import Operation

from ...shapes import Shape

UTILITIES_PAY: Operation[None] = Operation(
    id="utilities_pay",
    method="POST",
    path="/utilities",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/utilities/payment",
    body=Shape("UtilityPaymentCreate"),
    body_required=True,
    replies={
        "2XX": None,
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
