"""The record of charges_get: Get a charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.charge import Charge

CHARGES_GET: Operation[Charge] = Operation(
    id="charges_get",
    method="GET",
    path="/charges/{charge_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/charges/detail",
    parameters=(
        Parameter("charge_id", "path", "charge_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "200": Shape("Charge"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
