"""PlanCycleType, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class PlanCycleType(OpenEnum):
    """Kind of billing cycle in the newer form of a plan.

    The two values were read by an integrator in the newest documentation; the list may be longer.
    """

    __extensible__: ClassVar[bool] = True

    MONTHLY = "monthly"
    ANNUAL = "annual"


if TYPE_CHECKING:
    PlanCycleTypeLike: TypeAlias = PlanCycleType | Literal["monthly", "annual"]
    """What requests take: a member, or its text."""
else:
    PlanCycleTypeLike = PlanCycleType
