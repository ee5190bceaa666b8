"""The record of charges_create_pse: Charge over PSE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.pse_charge import PseCharge

CHARGES_CREATE_PSE: Operation[PseCharge] = Operation(
    id="charges_create_pse",
    method="POST",
    path="/charges/pse",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/charges/link",
    body=Shape("PseChargeCreate"),
    body_required=True,
    replies={
        "2XX": Shape("PseCharge"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
        "429": Shape("ErrorReply"),
    },
    idempotency="required",
)
