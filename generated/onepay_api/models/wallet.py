"""Wallet, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class Wallet(Model, kw_only=True):
    """The OnePay wallet of a customer, which holds a balance.

    Attributes:
        id: UUID of the wallet.
        balance: Balance in whole Colombian pesos.
        label: The balance formatted for people.
    """

    id: str
    """UUID of the wallet."""
    balance: int
    """Balance in whole Colombian pesos."""
    label: str
    """The balance formatted for people."""
