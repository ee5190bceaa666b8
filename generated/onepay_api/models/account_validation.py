"""AccountValidation, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class AccountValidation(Model, kw_only=True):
    """The outcome of the validation of an account, as far as third-party programs read it.

    Attributes:
        id: UUID of the account.
        status: How far the account has come with its validation.
        message: A sentence for people about the outcome.
    """

    id: str | Unset = UNSET
    """UUID of the account."""
    status: AccountStatus | Unset = UNSET
    """How far the account has come with its validation."""
    message: str | Unset = UNSET
    """A sentence for people about the outcome."""


# After the class, because objects may hold each other.
from .account_status import AccountStatus
