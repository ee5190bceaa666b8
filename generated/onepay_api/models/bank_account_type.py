"""BankAccountType, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class BankAccountType(OpenEnum):
    """Kind of account that a bank takes, in lower case, as one program reads it.

    A company's account that is being enrolled uses the same words.
    """

    __extensible__: ClassVar[bool] = True

    SAVINGS = "savings"
    CHECKING = "checking"
    ELECTRONIC_DEPOSIT = "electronic_deposit"
