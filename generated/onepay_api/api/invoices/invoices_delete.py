"""The record of invoices_delete: Delete an invoice."""

from __future__ import annotations

from typing import Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

INVOICES_DELETE: Operation[None] = Operation(
    id="invoices_delete",
    method="DELETE",
    path="/invoices/{invoice_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/invoices/delete",
    parameters=(
        Parameter("invoice_id", "path", "invoice_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
    ),
    body=Shape("InvoiceDelete"),
    body_required=False,
    replies={
        "204": None,
        "401": Shape("ErrorReply"),
        "403": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
