"""RequestToPayStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class RequestToPayStatus(OpenEnum):
    """State of a request to pay. Both values come from samples, so more exist."""

    __extensible__: ClassVar[bool] = True

    PENDING = "pending"
    PAID = "paid"
