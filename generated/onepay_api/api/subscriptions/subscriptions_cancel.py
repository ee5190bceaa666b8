"""The record of subscriptions_cancel: Cancel a subscription."""

from __future__ import annotations

from typing import Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

SUBSCRIPTIONS_CANCEL: Operation[None] = Operation(
    id="subscriptions_cancel",
    method="DELETE",
    path="/subscriptions/{subscription_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Planned in the notes of an integrator who read the documentation; no public page is known.",
    parameters=(
        Parameter(
            "subscription_id", "path", "subscription_id", Annotated[str, msgspec.Meta(min_length=1)], required=True
        ),
    ),
    replies={
        "2XX": None,
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
