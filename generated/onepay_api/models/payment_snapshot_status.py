"""PaymentSnapshotStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class PaymentSnapshotStatus(OpenEnum):
    """State of a payment in the wider vocabulary of invoices and events.

    The first nine values are those of a payment; `rejected` stands in event samples where the status list
    says `declined`. An older invoice sample prints `Pending` with a capital, so compare without regard to
    case.
    """

    __extensible__: ClassVar[bool] = True

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    IN_PROGRESS = "in_progress"
    REFUNDED = "refunded"
    PARTIALLY_PAID = "partially_paid"
    PARTIAL_EXPIRED = "partial_expired"
    REJECTED = "rejected"
    PENDING_2 = "Pending"
