"""Account, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class Account(Model, kw_only=True):
    """A bank account or a Nequi or Daviplata wallet of a customer.

    The reply of the create operation has this form. The items of a list, `AccountMethod`, lack `customer`
    and the logo of the bank as text.

    Attributes:
        id: UUID of the account.
        title: Name under which the account is shown.
        subtype: Whether it is a savings account, a checking account or an electronic deposit.
        status: How far the account has come with its validation.
        authorization: Whether its holder has authorised automatic debits; a charge needs `true`, a
            transfer does not.
        customer_id: UUID of the customer who holds the account.
        re_enroll: The value that the request called `re-enrollment`. What it means is not documented.
        external_id: Your own identifier of the account; null when none was given.
        bank_id: UUID of the bank.
        bank: The bank that keeps the account.
        customer: The holder of the account.
    """

    id: str
    """UUID of the account."""
    title: str
    """Name under which the account is shown."""
    subtype: AccountSubtype
    """Whether it is a savings account, a checking account or an electronic deposit."""
    status: AccountStatus
    """How far the account has come with its validation."""
    authorization: bool
    """Whether its holder has authorised automatic debits; a charge needs `true`, a transfer does not."""
    customer_id: str
    """UUID of the customer who holds the account."""
    re_enroll: bool
    """The value that the request called `re-enrollment`. What it means is not documented."""
    external_id: str | None
    """Your own identifier of the account; null when none was given."""
    bank_id: str
    """UUID of the bank."""
    bank: BankDetailed
    """The bank that keeps the account."""
    customer: CustomerSummary
    """The holder of the account."""


# After the class, because objects may hold each other.
from .account_status import AccountStatus
from .account_subtype import AccountSubtype
from .bank_detailed import BankDetailed
from .customer_summary import CustomerSummary
