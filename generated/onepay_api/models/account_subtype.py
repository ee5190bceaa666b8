"""AccountSubtype, as the contract describes it."""

from typing import ClassVar

from onepay_core.field_types import OpenEnum


class AccountSubtype(OpenEnum):
    """Kind of bank account.

    ELECTRONIC_DEPOSIT is the kind of the wallets Nequi and Daviplata; no page lists all values.
    """

    __extensible__: ClassVar[bool] = True

    SAVINGS = "SAVINGS"
    CHECKING = "CHECKING"
    ELECTRONIC_DEPOSIT = "ELECTRONIC_DEPOSIT"
