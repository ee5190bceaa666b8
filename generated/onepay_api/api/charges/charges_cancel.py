"""The record of charges_cancel: Cancel a charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.charge_cancellation import ChargeCancellation

CHARGES_CANCEL: Operation[ChargeCancellation] = Operation(
    id="charges_cancel",
    method="POST",
    path="/charges/{charge_id}/cancel",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/charges/cancel",
    parameters=(
        Parameter("charge_id", "path", "charge_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "2XX": Shape("ChargeCancellation"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
