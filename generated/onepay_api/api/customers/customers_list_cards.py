"""The record of customers_list_cards: List the cards of a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.customer_card_page import CustomerCardPage

CUSTOMERS_LIST_CARDS: Operation[CustomerCardPage] = Operation(
    id="customers_list_cards",
    method="GET",
    path="/customers/{customer_id}/cards",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in third-party programs; no public page is known.",
    parameters=(
        Parameter("customer_id", "path", "customer_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),
        Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),
    ),
    replies={
        "200": Shape("CustomerCardPage"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
