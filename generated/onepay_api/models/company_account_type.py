"""CompanyAccountType, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class CompanyAccountType(OpenEnum):
    """Kind of the bank account of a company that is being enrolled, in lower case.

    The samples show `savings`; the others were observed in one program.
    """

    __extensible__: ClassVar[bool] = True

    SAVINGS = "savings"
    CHECKING = "checking"
    ELECTRONIC_DEPOSIT = "electronic_deposit"


if TYPE_CHECKING:
    CompanyAccountTypeLike: TypeAlias = CompanyAccountType | Literal["savings", "checking", "electronic_deposit"]
    """What requests take: a member, or its text."""
else:
    CompanyAccountTypeLike = CompanyAccountType
