"""WalletTopUpCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class WalletTopUpCreate(Model, kw_only=True):
    """Money to be moved from the company's balance into the wallet of a customer.

    Attributes:
        amount: Amount in whole Colombian pesos.
        concept: What the top-up is for.
    """

    __required_is_documented__: ClassVar[bool] = False

    amount: int
    """Amount in whole Colombian pesos."""
    concept: str | Unset | None = UNSET
    """What the top-up is for."""
