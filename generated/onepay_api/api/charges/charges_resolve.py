"""The record of charges_resolve: Resolve a test charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.charge_resolution import ChargeResolution

CHARGES_RESOLVE: Operation[ChargeResolution] = Operation(
    id="charges_resolve",
    method="POST",
    path="/charges/{charge_id}/resolve",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/charges/resolve",
    parameters=(
        Parameter("charge_id", "path", "charge_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    body=Shape("ChargeResolve"),
    body_required=True,
    replies={
        "2XX": Shape("ChargeResolution"),
        "401": Shape("ErrorReply"),
        "403": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
