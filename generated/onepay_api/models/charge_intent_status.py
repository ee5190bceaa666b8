"""ChargeIntentStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class ChargeIntentStatus(OpenEnum):
    """How an attempt to collect a charge went.

    Both values come from one documented sample, so more may exist.
    """

    __extensible__: ClassVar[bool] = True

    SUCCEEDED = "succeeded"
    FAILED = "failed"
