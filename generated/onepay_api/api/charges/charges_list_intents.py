"""The record of charges_list_intents: List the attempts to collect a charge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    import builtins

    from ...models.charge_intent import ChargeIntent

CHARGES_LIST_INTENTS: Operation[builtins.list[ChargeIntent]] = Operation(
    id="charges_list_intents",
    method="GET",
    path="/charges/{charge_id}/intents",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/charges/intents",
    parameters=(
        Parameter("charge_id", "path", "charge_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "200": Shape("ChargeIntent", many=True),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
