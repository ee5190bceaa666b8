"""PaymentStatus, as the contract describes it."""

from onepay_core.values import OpenEnum


class PaymentStatus(OpenEnum):
    """State of a payment.

    The payment page and the page of payment events give the same nine values. `partially_paid` and
    `partial_expired` belong to payments that may be paid in parts.
    """

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    IN_PROGRESS = "in_progress"
    REFUNDED = "refunded"
    PARTIALLY_PAID = "partially_paid"
    PARTIAL_EXPIRED = "partial_expired"
