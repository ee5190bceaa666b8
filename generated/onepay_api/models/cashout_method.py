"""CashoutMethod, as the contract describes it."""

from typing import TYPE_CHECKING, Literal, TypeAlias

from onepay_core.values import OpenEnum


class CashoutMethod(OpenEnum):
    """How a payout is sent.

    ACH takes one to three business days and is the cheapest, TURBO less than two hours, and INSTANT arrives
    at once but only reaches natural persons with Transfiya. The creation page lists ACH and TURBO; the
    concepts page names all three and was followed.
    """

    ACH = "ACH"
    TURBO = "TURBO"
    INSTANT = "INSTANT"


if TYPE_CHECKING:
    CashoutMethodLike: TypeAlias = CashoutMethod | Literal["ACH", "TURBO", "INSTANT"]
    """What requests take: a member, or its text."""
else:
    CashoutMethodLike = CashoutMethod
