"""CardCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class CardCreate(Model, kw_only=True):
    """The raw data of a card, sent straight to the cards host.

    Whoever handles it needs a PCI DSS certification; `TokenizedCardCreate` avoids that.

    Attributes:
        card_number: The full number of the card, digits only.
        expiration_year: The last two digits of the year in which the card expires.
        expiration_month: The month in which the card expires, in two digits.
        ccv: The security code; the wire name has its letters in this order.
        holder_name: Name of the holder as printed on the card.
        customer_id: UUID of the customer who holds the card.
        authorization: Whether the holder has authorised automatic charges; a later charge needs `true`.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "card_number",
            "ccv",
            "holder_name",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    card_number: str
    """The full number of the card, digits only."""
    expiration_year: str
    """The last two digits of the year in which the card expires."""
    expiration_month: str
    """The month in which the card expires, in two digits."""
    ccv: str
    """The security code; the wire name has its letters in this order."""
    holder_name: str
    """Name of the holder as printed on the card."""
    customer_id: str
    """UUID of the customer who holds the card."""
    authorization: bool
    """Whether the holder has authorised automatic charges; a later charge needs `true`."""
