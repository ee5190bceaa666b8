"""The record of payments_delete: Cancel a payment."""

from __future__ import annotations

from typing import Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

PAYMENTS_DELETE: Operation[None] = Operation(
    id="payments_delete",
    method="DELETE",
    path="/payments/{payment_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in third-party programs, which cite the page https://docs.onepay.la/client/payments/delete; that page was not available.",
    parameters=(
        Parameter("payment_id", "path", "payment_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "200": None,
        "204": None,
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
