"""SubscriptionPaymentMode, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class SubscriptionPaymentMode(OpenEnum):
    """How a cycle is collected.

    `request`, which sends the customer a request to pay, is the only value in the samples; no list is
    published.
    """

    __extensible__: ClassVar[bool] = True

    REQUEST = "request"


if TYPE_CHECKING:
    SubscriptionPaymentModeLike: TypeAlias = SubscriptionPaymentMode | Literal["request"]
    """What requests take: a member, or its text."""
else:
    SubscriptionPaymentModeLike = SubscriptionPaymentMode
