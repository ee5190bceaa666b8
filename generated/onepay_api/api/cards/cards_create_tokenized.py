"""The record of cards_create_tokenized: Create a card from a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.tokenized_card import TokenizedCard

CARDS_CREATE_TOKENIZED: Operation[TokenizedCard] = Operation(
    id="cards_create_tokenized",
    method="POST",
    path="/cards/tokenized",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="documented",
    source="https://docs.onepay.la/client/cards/create-tokenized",
    body=Shape("TokenizedCardCreate"),
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
