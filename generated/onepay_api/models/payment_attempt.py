"""PaymentAttempt, as the contract describes it."""

from ..model import Model
from ..types import UNSET, Unset
from .payment_attempt_status import PaymentAttemptStatus
from .payment_method_type import PaymentMethodType


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
