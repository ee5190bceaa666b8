"""Currency, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class Currency(OpenEnum):
    """Currency of an amount, as an ISO 4217 code.

    The default is COP, the Colombian peso, and integrators found no other that works; USD is named by the
    customer session page alone.
    """

    __extensible__: ClassVar[bool] = True

    COP = "COP"
    USD = "USD"


if TYPE_CHECKING:
    CurrencyLike: TypeAlias = Currency | Literal["COP", "USD"]
    """What requests take: a member, or its text."""
else:
    CurrencyLike = Currency
