"""CashoutEventName, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class CashoutEventName(OpenEnum):
    """Name of an event about a cashout.

    Success has three names: `cashout.approved` on the create and update pages, `cashout.processed` in the
    guide, `cashout.completed` in a program that ran in production and always met it with the status
    `processed`. That program also met `cashout.processing` and `cashout.cancelled`, which no page names.
    """

    __extensible__: ClassVar[bool] = True

    CASHOUT_CREATED = "cashout.created"
    CASHOUT_PROCESSING = "cashout.processing"
    CASHOUT_APPROVED = "cashout.approved"
    CASHOUT_PROCESSED = "cashout.processed"
    CASHOUT_COMPLETED = "cashout.completed"
    CASHOUT_REJECTED = "cashout.rejected"
    CASHOUT_CANCELLED = "cashout.cancelled"
