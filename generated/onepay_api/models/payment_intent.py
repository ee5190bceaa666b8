"""PaymentIntent, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class PaymentIntent(Model, kw_only=True):
    """One attempt to collect money, whichever object it came from.

    A list prints it without `method` and `customer`, the detail page with both, and charge events carry
    it under the name `charge`.

    Attributes:
        id: UUID of the payment intent, which programs also use as the charge id of a refund.
        description: What is paid for.
        amount: Amount in whole Colombian pesos.
        amount_label: The amount formatted for display, such as `$150.000`.
        currency: Currency of the amount.
        status: State of the attempt.
        payment_method_type: Kind of the method that pays, which tells the form of `method`.
        payment_method_id: UUID of the method that pays.
        source: What the attempt belongs to.
        created_at: When the attempt was made.
        paid_at: When the money was collected, null while it has not been.
        remarks: Why the attempt went as it did, null when there is nothing to say.
        is_test: Whether the attempt belongs to the test environment.
        network_id: Id of the attempt in the payment network, null when there is none.
        external_id: Your own id for what is paid, null when none was given.
        method: The method that pays, absent in lists.
        customer: Who pays, absent in lists.
    """

    id: str
    """UUID of the payment intent, which programs also use as the charge id of a refund."""
    description: str
    """What is paid for."""
    amount: int
    """Amount in whole Colombian pesos."""
    amount_label: str
    """The amount formatted for display, such as `$150.000`."""
    currency: Currency
    """Currency of the amount."""
    status: PaymentIntentStatus
    """State of the attempt."""
    payment_method_type: PaymentMethodType
    """Kind of the method that pays, which tells the form of `method`."""
    payment_method_id: str
    """UUID of the method that pays."""
    source: PaymentIntentSource
    """What the attempt belongs to."""
    created_at: DateTime
    """When the attempt was made."""
    paid_at: DateTime | None
    """When the money was collected, null while it has not been."""
    remarks: Remarks | None
    """Why the attempt went as it did, null when there is nothing to say."""
    is_test: bool
    """Whether the attempt belongs to the test environment."""
    network_id: str | None
    """Id of the attempt in the payment network, null when there is none."""
    external_id: str | None
    """Your own id for what is paid, null when none was given."""
    method: PaymentMethod | Unset = UNSET
    """The method that pays, absent in lists."""
    customer: CustomerSummary | Unset = UNSET
    """Who pays, absent in lists."""


# After the class, because objects may hold each other.
from .currency import Currency
from .customer_summary import CustomerSummary
from .payment_intent_source import PaymentIntentSource
from .payment_intent_status import PaymentIntentStatus
from .payment_method import PaymentMethod
from .payment_method_type import PaymentMethodType
from .remarks import Remarks
