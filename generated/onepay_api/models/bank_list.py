"""BankList, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    BankList: TypeAlias = "BankPage"
    """Banks, either wrapped in an object or as a bare array.

    Third-party programs accept both, and one also looks under `banks`. An object is a `BankPage`; an array
    holds the banks themselves.
    """
else:

    class BankList(VariantBase):
        """Banks, either wrapped in an object or as a bare array.

        Third-party programs accept both, and one also looks under `banks`. An object is a `BankPage`; an
        array holds the banks themselves.
        """


# After the class, because what a variant holds may hold the variant.
from .bank import Bank
from .bank_page import BankPage

if not TYPE_CHECKING:
    BankList.options = (
        BankPage,
        list[Bank],
    )
    BankList.page = BankPage
