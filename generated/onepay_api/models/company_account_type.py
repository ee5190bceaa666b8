"""CompanyAccountType, as the contract describes it."""

from typing import ClassVar

from onepay_core.enums import OpenEnum


class CompanyAccountType(OpenEnum):
    """Kind of the bank account of a company that is being enrolled; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    SAVINGS = "savings"
