"""SessionCard, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class SessionCard(Model, kw_only=True):
    """A card that the customer of a session has stored.

    Attributes:
        id: UUID of the card, to be sent as `payment_method_id`.
        brand: The network of the card, in lower case here.
        last_four: The last four digits of its number.
        label: The card as it is shown to people.
        expiration_date: When the card expires, written as a whole date such as `2028-12-31` here.
        card_name: Name of the holder as printed on the card.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "card_name",
        }
    )

    id: str
    """UUID of the card, to be sent as `payment_method_id`."""
    brand: CardBrand
    """The network of the card, in lower case here."""
    last_four: str
    """The last four digits of its number."""
    label: str
    """The card as it is shown to people."""
    expiration_date: str
    """When the card expires, written as a whole date such as `2028-12-31` here."""
    card_name: str
    """Name of the holder as printed on the card."""


# After the class, because objects may hold each other.
from .card_brand import CardBrand
