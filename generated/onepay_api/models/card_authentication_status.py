"""CardAuthenticationStatus, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class CardAuthenticationStatus(OpenEnum):
    """How a 3-D Secure authentication ended.

    `Y` means that the holder was authenticated, `A` that it was attempted. The page lists more values, which
    are not known here.
    """

    __extensible__: ClassVar[bool] = True

    Y = "Y"
    A = "A"


if TYPE_CHECKING:
    CardAuthenticationStatusLike: TypeAlias = CardAuthenticationStatus | Literal["Y", "A"]
    """What requests take: a member, or its text."""
else:
    CardAuthenticationStatusLike = CardAuthenticationStatus
