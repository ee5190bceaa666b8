"""The record of plans_list: List plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.plan_page import PlanPage

PLANS_LIST: Operation[PlanPage] = Operation(
    id="plans_list",
    method="GET",
    path="/plans",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/plans/list",
    parameters=(Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)], required=True),),
    replies={
        "200": Shape("PlanPage"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
