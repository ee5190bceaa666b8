"""SplitType, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class SplitType(OpenEnum):
    """How a share is measured.

    Only `percentage` is shown, and its sample value of 300 leaves the unit open.
    """

    __extensible__: ClassVar[bool] = True

    PERCENTAGE = "percentage"


if TYPE_CHECKING:
    SplitTypeLike: TypeAlias = SplitType | Literal["percentage"]
    """What requests take: a member, or its text."""
else:
    SplitTypeLike = SplitType
