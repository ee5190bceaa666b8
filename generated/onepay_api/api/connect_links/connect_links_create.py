"""The record of connect_links_create: Create a connect link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.connect_link import ConnectLink

CONNECT_LINKS_CREATE: Operation[ConnectLink] = Operation(
    id="connect_links_create",
    method="POST",
    path="/connect-links",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/connections/create",
    body=Shape("ConnectLinkCreate"),
    body_required=True,
    moves_money=False,
    replies={
        "2XX": Shape("ConnectLink"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
