"""CashoutSnapshotStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class CashoutSnapshotStatus(OpenEnum):
    """State of a payout inside an event.

    Four states stand on the creation page; a program in production takes the word as it comes and has
    `rejected` and `cancelled` in its list too.
    """

    __extensible__: ClassVar[bool] = True

    PENDING = "pending"
    PROCESSING = "processing"
    PROCESSED = "processed"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
