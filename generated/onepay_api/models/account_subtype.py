"""AccountSubtype, as the contract describes it."""

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from onepay_core.values import OpenEnum


class AccountSubtype(OpenEnum):
    """Kind of bank account.

    ELECTRONIC_DEPOSIT is the kind of the wallets Nequi and Daviplata; no page lists all values.
    """

    __extensible__: ClassVar[bool] = True

    SAVINGS = "SAVINGS"
    CHECKING = "CHECKING"
    ELECTRONIC_DEPOSIT = "ELECTRONIC_DEPOSIT"


if TYPE_CHECKING:
    AccountSubtypeLike: TypeAlias = AccountSubtype | Literal["SAVINGS", "CHECKING", "ELECTRONIC_DEPOSIT"]
    """What requests take: a member, or its text."""
else:
    AccountSubtypeLike = AccountSubtype
