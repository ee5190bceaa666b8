"""CompanyAccount, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class CompanyAccount(Model, kw_only=True):
    """The bank account of a company that is being enrolled.

    Attributes:
        type: Kind of the account, in lower case here.
        bank_id: UUID of the bank.
        number: Number of the account.
        terms: Whether the terms were accepted; one program always sends true.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "number",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    type: CompanyAccountTypeLike
    """Kind of the account, in lower case here."""
    bank_id: str
    """UUID of the bank."""
    number: str
    """Number of the account."""
    terms: bool | Unset | None = UNSET
    """Whether the terms were accepted; one program always sends true."""


# After the class, because objects may hold each other.
from .company_account_type import CompanyAccountTypeLike
