"""The record of webhooks_update: Update a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.webhook_endpoint_envelope import WebhookEndpointEnvelope

WEBHOOKS_UPDATE: Operation[WebhookEndpointEnvelope] = Operation(
    id="webhooks_update",
    method="PUT",
    path="/webhooks/{webhook_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/webhooks/update",
    parameters=(
        Parameter("webhook_id", "path", "webhook_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    body=Shape("WebhookEndpointUpdate"),
    body_required=True,
    moves_money=False,
    replies={
        "200": Shape("WebhookEndpointEnvelope"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
