"""The record of invoices_update: Update an invoice and replace its payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.invoice import Invoice

INVOICES_UPDATE: Operation[Invoice] = Operation(
    id="invoices_update",
    method="PUT",
    path="/invoices/{invoice_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/invoices/update",
    parameters=(
        Parameter("invoice_id", "path", "invoice_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    body=Shape("InvoiceUpdate"),
    body_required=True,
    idempotent=False,
    replies={
        "200": Shape("Invoice"),
        "401": Shape("ErrorReply"),
        "403": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="unproved",
)
