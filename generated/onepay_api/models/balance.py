"""Balance, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class Balance(Model, kw_only=True):
    """What the company holds at OnePay, as third-party programs read it.

    Attributes:
        id: UUID of the balance.
        balance: Amount in whole Colombian pesos.
        balance_label: The balance formatted for display.
        label: The balance formatted for display, under another name.
    """

    id: str
    """UUID of the balance."""
    balance: int
    """Amount in whole Colombian pesos."""
    balance_label: str | Unset = UNSET
    """The balance formatted for display."""
    label: str | Unset = UNSET
    """The balance formatted for display, under another name."""
