"""BillingFrequency, as the contract describes it."""

from typing import TYPE_CHECKING, Literal, TypeAlias

from onepay_core.values import OpenEnum


class BillingFrequency(OpenEnum):
    """Length of a billing cycle.

    The list is that of the old reference's plan pages; what exactly `bi_monthly` and `biannually` mean is not
    said there.
    """

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    BI_MONTHLY = "bi_monthly"
    QUARTERLY = "quarterly"
    BIANNUALLY = "biannually"
    YEARLY = "yearly"


if TYPE_CHECKING:
    BillingFrequencyLike: TypeAlias = (
        BillingFrequency | Literal["daily", "weekly", "monthly", "bi_monthly", "quarterly", "biannually", "yearly"]
    )
    """What requests take: a member, or its text."""
else:
    BillingFrequencyLike = BillingFrequency
