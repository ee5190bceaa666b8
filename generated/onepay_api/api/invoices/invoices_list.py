"""The record of invoices_list: List invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.invoice_page import InvoicePage

INVOICES_LIST: Operation[InvoicePage] = Operation(
    id="invoices_list",
    method="GET",
    path="/invoices",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/invoices/list",
    parameters=(
        Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),
        Parameter("filter[status]", "query", "filter_status", Shape("InvoiceStatus")),
        Parameter("filter[id]", "query", "filter_id", str),
        Parameter("filter[reference]", "query", "filter_reference", str),
        Parameter("filter[provider_id]", "query", "filter_provider_id", str),
        Parameter("sort", "query", "sort", str),
    ),
    replies={
        "200": Shape("InvoicePage"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
