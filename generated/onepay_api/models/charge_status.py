"""ChargeStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class ChargeStatus(OpenEnum):
    """State of a charge, in either of two vocabularies that documents use.

    The pages on cancelling, settling, events and payment intents say created, processing, paid, failed,
    refunded and disputed; `pending` and `declined` stand in samples of 2025 for creating and listing charges.
    That the first set is the current one is inferred, from its more recent samples. Programs also compare
    with `succeeded` and `approved`.
    """

    __extensible__: ClassVar[bool] = True

    CREATED = "created"
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    PENDING = "pending"
    DECLINED = "declined"
