"""IssuingCardType, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class IssuingCardType(OpenEnum):
    """Of what kind an issued card is; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    PHYSICAL = "physical"


if TYPE_CHECKING:
    IssuingCardTypeLike: TypeAlias = IssuingCardType | Literal["physical"]
    """What requests take: a member, or its text."""
else:
    IssuingCardTypeLike = IssuingCardType
