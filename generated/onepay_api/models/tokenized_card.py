"""TokenizedCard, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from onepay_core.types import UNSET, DateTime, Unset

from .card_method import CardMethod


class TokenizedCard(CardMethod, kw_only=True):
    """A tokenized card in its long form.

    It is the reply of `cards_create_tokenized`, which adds `action`, and the form of the older list and
    detail pages, which add `authorization` instead.

    Attributes:
        id: UUID of the card.
        brand: The network of the card.
        last_four: The last four digits of its number.
        card_name: Name of the holder as printed on the card.
        expiration_date: When the card expires. The documents write it in several ways, among them
            `2026-09-30T00:00:00.000000Z` and `9/2026`.
        customer_id: UUID of the customer who holds the card.
        created_at: When the card was tokenized.
        type: What kind of card it is.
        country: Country of the issuer as a two-letter code.
        cvc_check: Whether the security code passed the check.
        verified: Whether the card was verified.
        title: The card as it is shown to people, with its network and its last four digits.
        method_type: The card's kind as a payment method.
        authorization: Whether the holder has authorised automatic charges; present only on the older list
            and detail pages.
        action: A further step that the tokenization may ask for; present only in the reply of a
            tokenization.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "card_name",
        }
    )

    id: str
    """UUID of the card."""
    brand: CardBrand
    """The network of the card."""
    last_four: str
    """The last four digits of its number."""
    card_name: str
    """Name of the holder as printed on the card."""
    expiration_date: str
    """When the card expires.

    The documents write it in several ways, among them `2026-09-30T00:00:00.000000Z` and `9/2026`.
    """
    customer_id: str
    """UUID of the customer who holds the card."""
    created_at: DateTime
    """When the card was tokenized."""
    type: CardType
    """What kind of card it is."""
    country: str
    """Country of the issuer as a two-letter code."""
    cvc_check: bool
    """Whether the security code passed the check."""
    verified: bool
    """Whether the card was verified."""
    title: str
    """The card as it is shown to people, with its network and its last four digits."""
    method_type: CardMethodType
    """The card's kind as a payment method."""
    authorization: bool | Unset = UNSET
    """Whether the holder has authorised automatic charges; present only on the older list and detail pages.
    """
    action: CardAction | Unset = UNSET
    """A further step that the tokenization may ask for; present only in the reply of a tokenization."""
    label: str | Unset = msgspec.field(default=UNSET, name="(absent) label")
    """Not in this form."""


# After the class, because objects may hold each other.
from .card_action import CardAction
from .card_brand import CardBrand
from .card_method_type import CardMethodType
from .card_type import CardType
