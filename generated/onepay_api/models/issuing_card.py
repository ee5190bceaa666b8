"""IssuingCard, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class IssuingCard(Model, kw_only=True):
    """A card that the company issues to a customer, drawing on the customer's wallet.

    Attributes:
        id: UUID of the issued card.
        status: Where the card stands in its life.
        last_4: The last four digits of its number; null until it has one.
        nickname: A name for the card; null when none was given.
        type: Of what kind the card is.
        customer_id: UUID of the customer to whom the card is issued.
        wallet_id: UUID of the wallet that the card draws on.
        customer: The customer to whom the card is issued.
        address: The postal address of the card.
        wallet: The wallet that the card draws on.
    """

    id: str
    """UUID of the issued card."""
    status: IssuingCardStatus
    """Where the card stands in its life."""
    last_4: str | None
    """The last four digits of its number; null until it has one."""
    nickname: str | None
    """A name for the card; null when none was given."""
    type: IssuingCardType
    """Of what kind the card is."""
    customer_id: str
    """UUID of the customer to whom the card is issued."""
    wallet_id: str
    """UUID of the wallet that the card draws on."""
    customer: CustomerSummary
    """The customer to whom the card is issued."""
    address: IssuingCardAddress
    """The postal address of the card."""
    wallet: Wallet
    """The wallet that the card draws on."""


# After the class, because objects may hold each other.
from .customer_summary import CustomerSummary
from .issuing_card_address import IssuingCardAddress
from .issuing_card_status import IssuingCardStatus
from .issuing_card_type import IssuingCardType
from .wallet import Wallet
