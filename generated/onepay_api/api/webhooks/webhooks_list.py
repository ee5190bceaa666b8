"""The record of webhooks_list: List webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.webhook_endpoint_page import WebhookEndpointPage

WEBHOOKS_LIST: Operation[WebhookEndpointPage] = Operation(
    id="webhooks_list",
    method="GET",
    path="/webhooks",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/webhooks/list",
    replies={
        "200": Shape("WebhookEndpointPage"),
        "401": Shape("ErrorReply"),
    },
)
