"""The record of charges_create_bre_b: Charge over Bre-B."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.bre_b_charge import BreBCharge

CHARGES_CREATE_BRE_B: Operation[BreBCharge] = Operation(
    id="charges_create_bre_b",
    method="POST",
    path="/charges/bre-b",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/use-cases/payments",
    body=Shape("BreBChargeCreate"),
    body_required=True,
    replies={
        "2XX": Shape("BreBCharge"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
