"""Cashout, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class Cashout(Model, kw_only=True):
    """A payout from the company's balance to an account of a customer.

    It carries neither the description nor the currency of the request.

    Attributes:
        id: UUID of the payout.
        customer_id: UUID of the customer who receives the money.
        account_id: UUID of the account that receives the money.
        is_test: Whether the payout belongs to the test environment.
        amount: Amount in whole Colombian pesos.
        status: State of the payout.
        scheduled_at: When the payout is to be sent, null when no date was set.
        created_at: When the payout was created.
        external_id: Your own id for the payout, null when none was given.
        method: How the money is sent.
    """

    id: str
    """UUID of the payout."""
    customer_id: str
    """UUID of the customer who receives the money."""
    account_id: str
    """UUID of the account that receives the money."""
    is_test: bool
    """Whether the payout belongs to the test environment."""
    amount: int
    """Amount in whole Colombian pesos."""
    status: CashoutStatus
    """State of the payout."""
    scheduled_at: DateTime | None
    """When the payout is to be sent, null when no date was set."""
    created_at: DateTime
    """When the payout was created."""
    external_id: str | None
    """Your own id for the payout, null when none was given."""
    method: CashoutMethod
    """How the money is sent."""


# After the class, because objects may hold each other.
from .cashout_method import CashoutMethod
from .cashout_status import CashoutStatus
