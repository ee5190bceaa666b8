"""Bank, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class Bank(Model, kw_only=True):
    """A bank or wallet provider where an account is held.

    Attributes:
        id: UUID of the bank.
        name: Name of the bank.
        logo: Address of the bank's logo, or null when there is none.
        supported_types: Kinds of account that the bank takes. One program reads `savings`, `checking` and
            `electronic_deposit` here, in lower case.
        available: Whether the bank can be used now; one program hides a bank where it is false.
    """

    id: str
    """UUID of the bank."""
    name: str
    """Name of the bank."""
    logo: str | None
    """Address of the bank's logo, or null when there is none."""
    supported_types: list[BankAccountType] | Unset = UNSET
    """Kinds of account that the bank takes.

    One program reads `savings`, `checking` and `electronic_deposit` here, in lower case.
    """
    available: bool | Unset = UNSET
    """Whether the bank can be used now; one program hides a bank where it is false."""


# After the class, because objects may hold each other.
from .bank_account_type import BankAccountType
