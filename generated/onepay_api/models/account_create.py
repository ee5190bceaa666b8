"""AccountCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class AccountCreate(Model, kw_only=True):
    """The bank account, Nequi wallet or Daviplata wallet to be registered.

    Attributes:
        subtype: Kind of account; Nequi and Daviplata are `ELECTRONIC_DEPOSIT`.
        authorization: Whether the holder has authorised automatic debits. It must be `true` for the
            account to be charged later, and may be `false` for an account that only receives transfers.
        re_enrollment: A switch whose own meaning is not documented: the page repeats for it the text of
            `authorization`. The name has a hyphen here and reads `re_enroll` in the reply.
        account_number: Number of the account; for Nequi and Daviplata, the telephone number of the
            wallet.
        customer_id: UUID of the customer who holds the account.
        bank_id: UUID of the bank. Nequi is `9957817d-239b-4032-8dca-bc508a76579c`, Daviplata is
            `9957817d-26b5-456d-bc49-4a8ba1bc021b`.
        external_id: Your own identifier of the account.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "account_number",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    subtype: AccountSubtypeLike
    """Kind of account; Nequi and Daviplata are `ELECTRONIC_DEPOSIT`."""
    authorization: bool
    """Whether the holder has authorised automatic debits.

    It must be `true` for the account to be charged later, and may be `false` for an account that only
    receives transfers.
    """
    re_enrollment: bool = msgspec.field(name="re-enrollment")
    """A switch whose own meaning is not documented: the page repeats for it the text of `authorization`.

    The name has a hyphen here and reads `re_enroll` in the reply.
    """
    account_number: str
    """Number of the account; for Nequi and Daviplata, the telephone number of the wallet."""
    customer_id: str
    """UUID of the customer who holds the account."""
    bank_id: str
    """UUID of the bank.

    Nequi is `9957817d-239b-4032-8dca-bc508a76579c`, Daviplata is `9957817d-26b5-456d-bc49-4a8ba1bc021b`.
    """
    external_id: str | Unset | None = UNSET
    """Your own identifier of the account."""


# After the class, because objects may hold each other.
from .account_subtype import AccountSubtypeLike
