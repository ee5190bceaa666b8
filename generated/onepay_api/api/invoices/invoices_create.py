"""The record of invoices_create: Create an invoice and the payment that collects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.invoice import Invoice

INVOICES_CREATE: Operation[Invoice] = Operation(
    id="invoices_create",
    method="POST",
    path="/invoices",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/invoices/create",
    body=Shape("InvoiceCreate"),
    body_required=True,
    replies={
        "2XX": Shape("Invoice"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
