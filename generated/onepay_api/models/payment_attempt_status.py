"""PaymentAttemptStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class PaymentAttemptStatus(OpenEnum):
    """How an attempt to pay went.

    The three values are those that programs take for success; what a failed or an open attempt says is not
    known.
    """

    __extensible__: ClassVar[bool] = True

    PAID = "paid"
    APPROVED = "approved"
    SUCCEEDED = "succeeded"
