"""The record of payments_resend: Send the notice of a payment again."""

from __future__ import annotations

from typing import Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

PAYMENTS_RESEND: Operation[None] = Operation(
    id="payments_resend",
    method="POST",
    path="/payments/{payment_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in third-party programs; no public page is known.",
    parameters=(
        Parameter("payment_id", "path", "payment_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    body=Shape("PaymentResend"),
    body_required=False,
    moves_money=False,
    empty_list=True,
    replies={
        "2XX": None,
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="unproved",
)
