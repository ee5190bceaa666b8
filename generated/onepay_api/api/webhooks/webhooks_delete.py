"""The record of webhooks_delete: Delete a webhook."""

from __future__ import annotations

from typing import Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

WEBHOOKS_DELETE: Operation[None] = Operation(
    id="webhooks_delete",
    method="DELETE",
    path="/webhooks/{webhook_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/webhooks/index",
    parameters=(
        Parameter("webhook_id", "path", "webhook_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    moves_money=False,
    replies={
        "2XX": None,
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
