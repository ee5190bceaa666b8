"""The record of charges_list: List charges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.charge_page import ChargePage

CHARGES_LIST: Operation[ChargePage] = Operation(
    id="charges_list",
    method="GET",
    path="/charges",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/charges/list",
    parameters=(
        Parameter("status", "query", "status", Shape("ChargeStatus")),
        Parameter("created_from", "query", "created_from", str),
        Parameter("created_to", "query", "created_to", str),
        Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),
    ),
    replies={
        "200": Shape("ChargePage"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
