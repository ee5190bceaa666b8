"""SplitType, as the contract describes it."""

from typing import ClassVar

from onepay_core.field_types import OpenEnum


class SplitType(OpenEnum):
    """How a share is measured.

    Only `percentage` is shown, and its sample value of 300 leaves the unit open.
    """

    __extensible__: ClassVar[bool] = True

    PERCENTAGE = "percentage"
