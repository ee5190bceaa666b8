"""The record of charges_create: Charge a card or an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.charge import Charge

CHARGES_CREATE: Operation[Charge] = Operation(
    id="charges_create",
    method="POST",
    path="/charges",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/charges/create",
    body=Shape("ChargeCreate"),
    body_required=True,
    replies={
        "2XX": Shape("Charge"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
