"""The record of issuing_cards_get: Get an issued card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.issuing_card import IssuingCard

ISSUING_CARDS_GET: Operation[IssuingCard] = Operation(
    id="issuing_cards_get",
    method="GET",
    path="/issuing/cards/{issuing_card_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/issuing/cards/detail",
    parameters=(
        Parameter(
            "issuing_card_id", "path", "issuing_card_id", Annotated[str, msgspec.Meta(min_length=1)], required=True
        ),
    ),
    replies={
        "200": Shape("IssuingCard"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
    },
)
