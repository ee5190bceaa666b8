"""The record of charges_refund: Refund a charge."""

from __future__ import annotations

from typing import Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

CHARGES_REFUND: Operation[None] = Operation(
    id="charges_refund",
    method="POST",
    path="/charges/{charge_id}/refund",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in third-party programs, which cite the page https://docs.onepay.la/client/charges/refund; that page was not available.",
    parameters=(
        Parameter("charge_id", "path", "charge_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "200": None,
        "204": None,
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="unproved",
)
