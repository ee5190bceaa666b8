"""SessionWallet, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class SessionWallet(Model, kw_only=True):
    """A wallet that the customer of a session has stored.

    Attributes:
        id: UUID of the wallet, to be sent as `payment_method_id`.
        subtype: Which wallet it is.
        phone: Telephone number of the wallet, without the country prefix.
        label: The wallet as it is shown to people.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "phone",
        }
    )

    id: str
    """UUID of the wallet, to be sent as `payment_method_id`."""
    subtype: SessionWalletSubtype
    """Which wallet it is."""
    phone: str
    """Telephone number of the wallet, without the country prefix."""
    label: str
    """The wallet as it is shown to people."""


# After the class, because objects may hold each other.
from .session_wallet_subtype import SessionWalletSubtype
