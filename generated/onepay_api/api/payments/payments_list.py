"""The record of payments_list: List payments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.payment_page import PaymentPage

PAYMENTS_LIST: Operation[PaymentPage] = Operation(
    id="payments_list",
    method="GET",
    path="/payments",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in third-party programs, which cite the page https://docs.onepay.la/client/payments/list; that page was not available.",
    parameters=(
        Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),
        Parameter("filter[status]", "query", "filter_status", Shape("PaymentStatus")),
        Parameter("filter[id]", "query", "filter_id", str),
        Parameter("filter[external_id]", "query", "filter_external_id", str),
        Parameter("sort", "query", "sort", str),
    ),
    replies={
        "200": Shape("PaymentPage"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
