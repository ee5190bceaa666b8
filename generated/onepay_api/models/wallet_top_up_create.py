"""WalletTopUpCreate, as the contract describes it."""

from typing import ClassVar

from ..model import Model
from ..types import UNSET, Unset


class WalletTopUpCreate(Model, kw_only=True):
    """Money to be moved from the company's balance into the wallet of a customer."""

    __required_is_documented__: ClassVar[bool] = False

    amount: int
    """Amount in whole Colombian pesos."""
    concept: str | Unset = UNSET
    """What the top-up is for."""
