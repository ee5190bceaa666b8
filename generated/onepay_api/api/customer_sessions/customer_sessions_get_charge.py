"""The record of customer_sessions_get_charge: Get a charge of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.session_charge import SessionCharge

CUSTOMER_SESSIONS_GET_CHARGE: Operation[SessionCharge] = Operation(
    id="customer_sessions_get_charge",
    method="GET",
    path="/customers/session/charges/{charge_id}",
    server="https://api.onepay.la/v1",
    security=(
        "CustomerToken",
        "SecretKey",
    ),
    evidence="documented",
    source="https://docs.onepay.la/client/customer-session/show-charge",
    parameters=(
        Parameter("charge_id", "path", "charge_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "200": Shape("SessionCharge"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
