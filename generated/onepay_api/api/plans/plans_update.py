"""The record of plans_update: Update a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.plan import Plan

PLANS_UPDATE: Operation[Plan] = Operation(
    id="plans_update",
    method="PUT",
    path="/plans/{plan_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://onepayai.readme.io/reference/actualizar-plan",
    parameters=(Parameter("plan_id", "path", "plan_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),),
    body=Shape("PlanUpdate"),
    body_required=True,
    replies={
        "201": Shape("Plan"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "419": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
