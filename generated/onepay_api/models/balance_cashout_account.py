"""BalanceCashoutAccount, as the contract describes it."""

from ..model import Model
from .account_subtype import AccountSubtype
from .bank import Bank


class BalanceCashoutAccount(Model, kw_only=True):
    """The account that receives a withdrawal."""

    id: str
    """UUID of the account."""
    subtype: AccountSubtype
    """Kind of account."""
    bank: Bank
    """The bank that holds the account."""
