"""ChargeResolveAction, as the contract describes it."""

from typing import TYPE_CHECKING, Literal, TypeAlias

from onepay_core.values import OpenEnum


class ChargeResolveAction(OpenEnum):
    """What to do with a test charge. `approve` makes it paid, `reject` makes it fail."""

    APPROVE = "approve"
    REJECT = "reject"


if TYPE_CHECKING:
    ChargeResolveActionLike: TypeAlias = ChargeResolveAction | Literal["approve", "reject"]
    """What requests take: a member, or its text."""
else:
    ChargeResolveActionLike = ChargeResolveAction
