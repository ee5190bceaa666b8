"""CustomerAccountPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page
from onepay_core.types import UNSET, Unset


class CustomerAccountPage(Page["AccountMethod"], kw_only=True):
    """The bank accounts and wallets of one customer.

    Third-party programs read the list from `data`; the other keys are those that all flat pages share,
    and are inferred.

    Attributes:
        data: The accounts on this page.
        current_page: Number of this page, starting at 1.
        from_: Position of the first account of this page in the whole list.
        per_page: How many accounts a full page holds.
        to: Position of the last account of this page in the whole list.
    """

    data: list[AccountMethod]
    """The accounts on this page."""
    current_page: int | Unset = UNSET
    """Number of this page, starting at 1."""
    from_: int | Unset = msgspec.field(default=UNSET, name="from")
    """Position of the first account of this page in the whole list."""
    per_page: int | Unset = UNSET
    """How many accounts a full page holds."""
    to: int | Unset = UNSET
    """Position of the last account of this page in the whole list."""


# After the class, because objects may hold each other.
from .account_method import AccountMethod
