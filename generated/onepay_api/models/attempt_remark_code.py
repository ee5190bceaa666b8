"""AttemptRemarkCode, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class AttemptRemarkCode(OpenEnum):
    """Outcome of an attempt. Both values come from one documented sample, so more may exist."""

    __extensible__: ClassVar[bool] = True

    APPROVED = "approved"
    DECLINED = "declined"
