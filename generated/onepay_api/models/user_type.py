"""UserType, as the contract describes it."""

from typing import TYPE_CHECKING, Literal, TypeAlias

from onepay_core.values import OpenEnum


class UserType(OpenEnum):
    """Whether a customer is a natural person or a company."""

    NATURAL = "natural"
    COMPANY = "company"


if TYPE_CHECKING:
    UserTypeLike: TypeAlias = UserType | Literal["natural", "company"]
    """What requests take: a member, or its text."""
else:
    UserTypeLike = UserType
