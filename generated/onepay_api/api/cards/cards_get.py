"""The record of cards_get: Get a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.card_method import CardMethod

CARDS_GET: Operation[CardMethod] = Operation(
    id="cards_get",
    method="GET",
    path="/cards/{card_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/cards/detail",
    parameters=(Parameter("card_id", "path", "card_id", Annotated[str, msgspec.Meta(min_length=1)], required=True),),
    replies={
        "200": Shape("Card"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
