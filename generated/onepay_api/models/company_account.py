"""CompanyAccount, as the contract describes it."""

from typing import ClassVar

from ..model import Model
from ..types import UNSET, Unset
from .company_account_type import CompanyAccountType


class CompanyAccount(Model, kw_only=True):
    """The bank account of a company that is being enrolled."""

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "number",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    type: CompanyAccountType
    """Kind of the account, in lower case here."""
    bank_id: str
    """UUID of the bank."""
    number: str
    """Number of the account."""
    terms: bool | Unset = UNSET
    """Whether the terms were accepted."""
