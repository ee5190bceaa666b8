"""CompanyAccountType, as the contract describes it."""

from typing import ClassVar

from onepay_core.field_types import OpenEnum


class CompanyAccountType(OpenEnum):
    """Kind of the bank account of a company that is being enrolled, in lower case.

    The samples show `savings`; the others were observed in one program.
    """

    __extensible__: ClassVar[bool] = True

    SAVINGS = "savings"
    CHECKING = "checking"
    ELECTRONIC_DEPOSIT = "electronic_deposit"
