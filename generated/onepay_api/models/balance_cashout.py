"""BalanceCashout, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class BalanceCashout(Model, kw_only=True):
    """A withdrawal from the company's balance, as the older page prints it.

    Attributes:
        id: UUID of the withdrawal.
        amount: Amount in whole Colombian pesos.
        amount_label: The amount formatted for display, such as `$500.000`.
        status: State of the withdrawal.
        type: How the money is sent, ACH in the documented reply.
        account: The account that receives the money.
        created_at: When the withdrawal was asked for.
        processed_at: When the money was sent, null while it has not been.
        is_test: Whether the withdrawal belongs to the test environment.
    """

    id: str
    """UUID of the withdrawal."""
    amount: int
    """Amount in whole Colombian pesos."""
    amount_label: str
    """The amount formatted for display, such as `$500.000`."""
    status: BalanceCashoutStatus
    """State of the withdrawal."""
    type: CashoutMethod
    """How the money is sent, ACH in the documented reply."""
    account: BalanceCashoutAccount
    """The account that receives the money."""
    created_at: DateTime
    """When the withdrawal was asked for."""
    processed_at: DateTime | None
    """When the money was sent, null while it has not been."""
    is_test: bool
    """Whether the withdrawal belongs to the test environment."""


# After the class, because objects may hold each other.
from .balance_cashout_account import BalanceCashoutAccount
from .balance_cashout_status import BalanceCashoutStatus
from .cashout_method import CashoutMethod
