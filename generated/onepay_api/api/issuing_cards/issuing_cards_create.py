"""The record of issuing_cards_create: Issue a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.issuing_card import IssuingCard

ISSUING_CARDS_CREATE: Operation[IssuingCard] = Operation(
    id="issuing_cards_create",
    method="POST",
    path="/issuing/cards",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/issuing/cards/create",
    body=Shape("IssuingCardCreate"),
    body_required=True,
    replies={
        "2XX": Shape("IssuingCard"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
