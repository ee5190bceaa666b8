"""BalanceCashoutStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class BalanceCashoutStatus(OpenEnum):
    """State of a withdrawal. Only the value of the one sample is known."""

    __extensible__: ClassVar[bool] = True

    PENDING = "pending"
