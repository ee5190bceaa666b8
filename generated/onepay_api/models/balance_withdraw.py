"""BalanceWithdraw, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class BalanceWithdraw(Model, kw_only=True):
    """What to withdraw from the company's balance, and to which account of the company.

    Attributes:
        amount: Amount in whole Colombian pesos, the whole balance when it is absent.
        account_id: UUID of an account of the company, its main account when it is absent.
    """

    amount: int | Unset = UNSET
    """Amount in whole Colombian pesos, the whole balance when it is absent."""
    account_id: str | Unset = UNSET
    """UUID of an account of the company, its main account when it is absent."""
