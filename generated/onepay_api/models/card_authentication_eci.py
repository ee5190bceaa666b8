"""CardAuthenticationEci, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class CardAuthenticationEci(OpenEnum):
    """An electronic commerce indicator; the values that the page names."""

    __extensible__: ClassVar[bool] = True

    VALUE_02 = "02"
    VALUE_05 = "05"
    VALUE_07 = "07"


if TYPE_CHECKING:
    CardAuthenticationEciLike: TypeAlias = CardAuthenticationEci | Literal["02", "05", "07"]
    """What requests take: a member, or its text."""
else:
    CardAuthenticationEciLike = CardAuthenticationEci
