"""BalanceCashoutCreate, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class BalanceCashoutCreate(Model, kw_only=True):
    """What to withdraw from the company's balance, in the words of the older page.

    Attributes:
        amount: Amount in whole Colombian pesos.
        account_id: UUID of the account that receives the money.
    """

    amount: int
    """Amount in whole Colombian pesos."""
    account_id: str
    """UUID of the account that receives the money."""
