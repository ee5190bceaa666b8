"""CashoutCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class CashoutCreate(Model, kw_only=True):
    """A payout to be made from the company's balance.

    The page gives names and types and not which fields are required; those required here are the ones
    that an integrator always sends, but for the currency, which has a documented default.

    Attributes:
        amount: Amount in whole Colombian pesos.
        account_id: UUID of the account that receives the money; its holder need not have authorised
            debits.
        customer_id: UUID of the customer who receives the money.
        method: How fast, and at which price, the money is sent.
        description: What the payout is for; the reply does not repeat it.
        external_id: Your own id for the payout.
        currency: Currency of the amount, COP when it is absent; the reply does not repeat it.
        title: What the payout is for, in a field that one program sends beside the documented ones.
    """

    __required_is_documented__: ClassVar[bool] = False

    amount: int
    """Amount in whole Colombian pesos."""
    account_id: str
    """UUID of the account that receives the money; its holder need not have authorised debits."""
    customer_id: str
    """UUID of the customer who receives the money."""
    method: CashoutMethodLike
    """How fast, and at which price, the money is sent."""
    description: str | Unset | None = UNSET
    """What the payout is for; the reply does not repeat it."""
    external_id: str | Unset | None = UNSET
    """Your own id for the payout."""
    currency: CurrencyLike | Unset | None = UNSET
    """Currency of the amount, COP when it is absent; the reply does not repeat it."""
    title: str | Unset | None = UNSET
    """What the payout is for, in a field that one program sends beside the documented ones."""


# After the class, because objects may hold each other.
from .cashout_method import CashoutMethodLike
from .currency import CurrencyLike
