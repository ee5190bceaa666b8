"""The record of issuing_cards_update: Update an issued card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.issuing_card_updated import IssuingCardUpdated

ISSUING_CARDS_UPDATE: Operation[IssuingCardUpdated] = Operation(
    id="issuing_cards_update",
    method="PUT",
    path="/issuing/cards/{issuing_card_id}",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/issuing/cards/update",
    parameters=(
        Parameter(
            "issuing_card_id", "path", "issuing_card_id", Annotated[str, msgspec.Meta(min_length=1)], required=True
        ),
    ),
    body=Shape("IssuingCardUpdate"),
    body_required=True,
    replies={
        "200": Shape("IssuingCardUpdated"),
        "401": Shape("ErrorReply"),
        "404": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
