"""The record of webhooks_create: Create a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.webhook_endpoint_with_secret_envelope import WebhookEndpointWithSecretEnvelope

WEBHOOKS_CREATE: Operation[WebhookEndpointWithSecretEnvelope] = Operation(
    id="webhooks_create",
    method="POST",
    path="/webhooks",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/webhooks/create",
    body=Shape("WebhookEndpointCreate"),
    body_required=True,
    moves_money=False,
    replies={
        "2XX": Shape("WebhookEndpointWithSecretEnvelope"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
