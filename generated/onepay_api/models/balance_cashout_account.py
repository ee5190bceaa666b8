"""BalanceCashoutAccount, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class BalanceCashoutAccount(Model, kw_only=True):
    """The account that receives a withdrawal.

    Attributes:
        id: UUID of the account.
        subtype: Kind of account.
        bank: The bank that holds the account.
    """

    id: str
    """UUID of the account."""
    subtype: AccountSubtype
    """Kind of account."""
    bank: Bank
    """The bank that holds the account."""


# After the class, because objects may hold each other.
from .account_subtype import AccountSubtype
from .bank import Bank
