"""SessionPaymentMethodSet, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class SessionPaymentMethodSet(Model, kw_only=True):
    """The stored payment methods of a customer, one list for each kind.

    Attributes:
        cards: The stored cards.
        wallets: The stored wallets.
        pse: The banks through which the customer pays by PSE.
    """

    cards: list[SessionCard]
    """The stored cards."""
    wallets: list[SessionWallet]
    """The stored wallets."""
    pse: list[SessionBank]
    """The banks through which the customer pays by PSE."""


# After the class, because objects may hold each other.
from .session_bank import SessionBank
from .session_card import SessionCard
from .session_wallet import SessionWallet
