"""CashoutStatus, as the contract describes it."""

from onepay_core.values import OpenEnum


class CashoutStatus(OpenEnum):
    """State of a payout, as the creation page lists it.

    The names of the payout events differ from these values.
    """

    PENDING = "pending"
    PROCESSING = "processing"
    PROCESSED = "processed"
    FAILED = "failed"
