"""The record of invoices_get: Get an invoice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.invoice import Invoice

INVOICES_GET: Operation[Invoice] = Operation(
    id="invoices_get",
    method="GET",
    path="/invoices/{invoice_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/invoices/get",
    parameters=(
        Parameter("invoice_id", "path", "invoice_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    replies={
        "200": Shape("Invoice"),
        "401": Shape("ErrorReply"),
        "403": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
