"""IssuingCardCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class IssuingCardCreate(Model, kw_only=True):
    """A card to be issued to a customer.

    Attributes:
        customer_id: UUID of the customer to whom the card is issued.
        wallet_id: UUID of the customer's wallet, as `wallets_get_balance` returns it.
        nickname: A name for the card.
        type: Of what kind the card shall be.
        address: The postal address for the card.
    """

    __required_is_documented__: ClassVar[bool] = False

    customer_id: str
    """UUID of the customer to whom the card is issued."""
    wallet_id: str
    """UUID of the customer's wallet, as `wallets_get_balance` returns it."""
    nickname: str | Unset | None = UNSET
    """A name for the card."""
    type: IssuingCardTypeLike | Unset | None = UNSET
    """Of what kind the card shall be."""
    address: IssuingCardAddressCreate | Unset | None = UNSET
    """The postal address for the card."""


# After the class, because objects may hold each other.
from .issuing_card_address_create import IssuingCardAddressCreate
from .issuing_card_type import IssuingCardTypeLike
