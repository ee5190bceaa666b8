"""CardMethod, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime, Unset


class CardMethod(Model, kw_only=True):
    """The card that pays, as a charge or a payment intent shows it.

    Attributes:
        id: UUID of the card.
        brand: Brand of the card.
        label: Name of the card for display.
        last_four: Last four digits of the card number.
        expiration_date: Month in which the card expires. Documents print it as `9/2026`, `12/2028`,
            `2028-12-31` and as a full time.
        customer_id: UUID of the customer who owns the card.
        created_at: When the card was saved.
        country: Country that issued the card, as a two-letter ISO 3166-1 code.
    """

    id: str
    """UUID of the card."""
    brand: CardBrand
    """Brand of the card."""
    label: str | Unset
    """Name of the card for display."""
    last_four: str
    """Last four digits of the card number."""
    expiration_date: str
    """Month in which the card expires.

    Documents print it as `9/2026`, `12/2028`, `2028-12-31` and as a full time.
    """
    customer_id: str
    """UUID of the customer who owns the card."""
    created_at: DateTime
    """When the card was saved."""
    country: str
    """Country that issued the card, as a two-letter ISO 3166-1 code."""


# After the class, because objects may hold each other.
from .card_brand import CardBrand
