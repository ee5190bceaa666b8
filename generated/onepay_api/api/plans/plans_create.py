"""The record of plans_create: Create a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.plan import Plan

PLANS_CREATE: Operation[Plan] = Operation(
    id="plans_create",
    method="POST",
    path="/plans",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://onepayai.readme.io/reference/crear-plan",
    body=Shape("PlanCreate"),
    body_required=True,
    moves_money=False,
    replies={
        "201": Shape("Plan"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "419": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
