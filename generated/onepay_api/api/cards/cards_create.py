"""The record of cards_create: Create a card from its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.tokenized_card import TokenizedCard

CARDS_CREATE: Operation[TokenizedCard] = Operation(
    id="cards_create",
    method="POST",
    path="/cards",
    server="https://cards.onepay.la/v1",
    security=("PublicKey",),
    evidence="documented",
    source="https://docs.onepay.la/guides/cobrar-debito",
    body=Shape("CardCreate"),
    body_required=True,
    secret_body=True,
    replies={
        "2XX": Shape("TokenizedCard"),
        "401": Shape("ErrorReply"),
        "409": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
    idempotency="required",
)
