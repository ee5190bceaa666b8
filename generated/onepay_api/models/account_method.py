"""AccountMethod, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class AccountMethod(Model, kw_only=True):
    """The bank account or wallet that pays, as a charge or a payment intent shows it.

    Attributes:
        id: UUID of the account.
        title: Name of the account for display.
        subtype: Kind of account.
        status: Whether the account can be used.
        authorization: Whether the holder has authorised automatic debits.
        customer_id: UUID of the customer who owns the account.
        re_enroll: What the request calls `re-enrollment`. No page says what it does; the page of accounts
            repeats the text of `authorization` for it.
        external_id: Your own id for the account, or null when none was given.
        bank_id: UUID of the bank.
        bank: The bank that holds the account.
    """

    id: str
    """UUID of the account."""
    title: str
    """Name of the account for display."""
    subtype: AccountSubtype
    """Kind of account."""
    status: AccountStatus
    """Whether the account can be used."""
    authorization: bool
    """Whether the holder has authorised automatic debits."""
    customer_id: str
    """UUID of the customer who owns the account."""
    re_enroll: bool
    """What the request calls `re-enrollment`.

    No page says what it does; the page of accounts repeats the text of `authorization` for it.
    """
    external_id: str | None
    """Your own id for the account, or null when none was given."""
    bank_id: str
    """UUID of the bank."""
    bank: Bank
    """The bank that holds the account."""


# After the class, because objects may hold each other.
from .account_status import AccountStatus
from .account_subtype import AccountSubtype
from .bank import Bank
