"""PaymentAttempt, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class PaymentAttempt(Model, kw_only=True):
    """One attempt to pay a payment.

    Programs read the fields of the documented attempts of a charge here, and `payment_method_label`
    besides; only the two that all of them read are required.

    Attributes:
        id: UUID of the attempt, which programs also use as the charge id of a refund.
        status: How the attempt went.
        currency: Currency of the amount.
        amount: Amount in whole Colombian pesos.
        amount_label: The amount formatted for display, such as `$150.000`.
        payment_method_type: Kind of the method that was tried.
        payment_method_label: Name of the method for display.
        payment_method_id: UUID of the method that was tried.
        network_id: Id of the attempt in the payment network, null when it never got there.
        transaction_id: Id of the transaction, null when there was none.
        remarks: How the attempt went, as the attempts of a charge say it; that it may be null is
            inferred.
        is_test: Whether the attempt belongs to the test environment.
        created_at: When the attempt was made.
        paid_at: When the money was collected, null when it was not.
    """

    id: str
    """UUID of the attempt, which programs also use as the charge id of a refund."""
    status: PaymentAttemptStatus
    """How the attempt went."""
    currency: Currency | Unset = UNSET
    """Currency of the amount."""
    amount: int | Unset = UNSET
    """Amount in whole Colombian pesos."""
    amount_label: str | Unset = UNSET
    """The amount formatted for display, such as `$150.000`."""
    payment_method_type: PaymentMethodType | Unset = UNSET
    """Kind of the method that was tried."""
    payment_method_label: str | Unset = UNSET
    """Name of the method for display."""
    payment_method_id: str | Unset = UNSET
    """UUID of the method that was tried."""
    network_id: str | Unset | None = UNSET
    """Id of the attempt in the payment network, null when it never got there."""
    transaction_id: str | Unset | None = UNSET
    """Id of the transaction, null when there was none."""
    remarks: AttemptRemark | Unset | None = UNSET
    """How the attempt went, as the attempts of a charge say it; that it may be null is inferred."""
    is_test: bool | Unset = UNSET
    """Whether the attempt belongs to the test environment."""
    created_at: DateTime | Unset = UNSET
    """When the attempt was made."""
    paid_at: DateTime | Unset | None = UNSET
    """When the money was collected, null when it was not."""


# After the class, because objects may hold each other.
from .attempt_remark import AttemptRemark
from .currency import Currency
from .payment_attempt_status import PaymentAttemptStatus
from .payment_method_type import PaymentMethodType
