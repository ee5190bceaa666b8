"""IssuingCardUpdated, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class IssuingCardUpdated(Model, kw_only=True):
    """An issued card as the update operation returns it.

    Its sample lacks `type`, `customer_id` and `wallet_id`, and calls the first line of the address
    `line`, where the create and detail pages say `line_1`. Each operation keeps the form of its own page.

    Attributes:
        id: UUID of the issued card.
        status: Where the card stands in its life.
        last_4: The last four digits of its number; null until it has one.
        nickname: A name for the card; null when none was given.
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
    customer: CustomerSummary
    """The customer to whom the card is issued."""
    address: IssuingCardUpdatedAddress
    """The postal address of the card."""
    wallet: Wallet
    """The wallet that the card draws on."""


# After the class, because objects may hold each other.
from .customer_summary import CustomerSummary
from .issuing_card_status import IssuingCardStatus
from .issuing_card_updated_address import IssuingCardUpdatedAddress
from .wallet import Wallet
