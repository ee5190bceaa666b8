"""The record of subscriptions_list: List subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.subscription_page import SubscriptionPage

SUBSCRIPTIONS_LIST: Operation[SubscriptionPage] = Operation(
    id="subscriptions_list",
    method="GET",
    path="/subscriptions",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/subscriptions/list",
    parameters=(Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),),
    replies={
        "200": Shape("SubscriptionPage"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
