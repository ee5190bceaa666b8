"""Charge, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class Charge(Model, kw_only=True):
    """A debit of a card or an account.

    A declined charge is answered with a success status, so its `status` has to be read. The creation page
    prints `method`, `customer` and `splits`, the detail page leaves out `splits` and the list all three,
    which is why these are not required.

    Attributes:
        id: UUID of the charge.
        title: What the charge is for.
        amount: Amount in whole Colombian pesos.
        amount_label: The amount formatted for display, such as `$150.000`.
        source: What the charge came from.
        status: State of the charge.
        currency: Currency of the amount.
        payment_method_type: Kind of the method that pays, which tells the form of `method`.
        payment_method_id: UUID of the card or account that pays.
        created_at: When the charge was created.
        paid_at: When the money was collected, null while it has not been.
        remarks: Why the charge was declined, null when there is nothing to say.
        is_test: Whether the charge belongs to the test environment.
        method: The card or account that pays, absent in lists.
        customer: The customer who pays, absent in lists.
        splits: Shares of the charge that go to others, present in the reply to its creation.
    """

    id: str
    """UUID of the charge."""
    title: str
    """What the charge is for."""
    amount: int
    """Amount in whole Colombian pesos."""
    amount_label: str
    """The amount formatted for display, such as `$150.000`."""
    source: ChargeSource
    """What the charge came from."""
    status: ChargeStatus
    """State of the charge."""
    currency: Currency
    """Currency of the amount."""
    payment_method_type: PaymentMethodType
    """Kind of the method that pays, which tells the form of `method`."""
    payment_method_id: str
    """UUID of the card or account that pays."""
    created_at: DateTime
    """When the charge was created."""
    paid_at: DateTime | None
    """When the money was collected, null while it has not been."""
    remarks: Remarks | None
    """Why the charge was declined, null when there is nothing to say."""
    is_test: bool
    """Whether the charge belongs to the test environment."""
    method: PaymentMethod | Unset = UNSET
    """The card or account that pays, absent in lists."""
    customer: CustomerSummary | Unset = UNSET
    """The customer who pays, absent in lists."""
    splits: list[Split] | Unset = UNSET
    """Shares of the charge that go to others, present in the reply to its creation."""


# After the class, because objects may hold each other.
from .charge_source import ChargeSource
from .charge_status import ChargeStatus
from .currency import Currency
from .customer_summary import CustomerSummary
from .payment_method import PaymentMethod
from .payment_method_type import PaymentMethodType
from .remarks import Remarks
from .split import Split
