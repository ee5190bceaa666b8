"""The record of cards_list: List cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.card_page import CardPage

CARDS_LIST: Operation[CardPage] = Operation(
    id="cards_list",
    method="GET",
    path="/cards",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/cards/list",
    parameters=(
        Parameter("filter[customer_id]", "query", "filter_customer_id", str),
        Parameter("sort", "query", "sort", Shape("CardSort")),
        Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),
        Parameter("per_page", "query", "per_page", Annotated[int, msgspec.Meta(ge=1)]),
        Parameter("customer_id", "query", "customer_id", str),
        Parameter("limit", "query", "limit", Annotated[int, msgspec.Meta(le=100)]),
    ),
    replies={
        "200": Shape("CardList"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
