"""PaymentAttempt, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class PaymentAttempt(Model, kw_only=True):
    """One attempt to pay a payment.

    The fields are those that third-party programs read; the reply most likely has more, like the documented
    attempts of a charge.
    """

    id: str
    """UUID of the attempt, which programs also use as the charge id of a refund."""
    status: PaymentAttemptStatus
    """How the attempt went."""
    payment_method_type: PaymentMethodType | Unset = UNSET
    """Kind of the method that was tried."""
    payment_method_label: str | Unset = UNSET
    """Name of the method for display."""


# After the class, because objects may hold each other.
from .payment_attempt_status import PaymentAttemptStatus
from .payment_method_type import PaymentMethodType
