"""AccountPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page


class AccountPage(Page["AccountMethod"], kw_only=True):
    """One page of accounts, with the addresses of its neighbours and without a total.

    Its items have the same form as the account that pays a charge.

    Attributes:
        data: The accounts on this page.
        current_page: Number of this page, starting at 1.
        first_page_url: Address of the first page.
        from_: Position of the first account of this page in the whole list; null (inferred) when the page
            is empty.
        next_page_url: Address of the next page; null on the last one.
        path: Address of the list without its page number.
        per_page: How many accounts a full page holds.
        prev_page_url: Address of the previous page; null on the first one.
        to: Position of the last account of this page in the whole list; null (inferred) when the page is
            empty.
    """

    data: list[AccountMethod]
    """The accounts on this page."""
    current_page: int
    """Number of this page, starting at 1."""
    first_page_url: str
    """Address of the first page."""
    from_: int | None = msgspec.field(name="from")
    """Position of the first account of this page in the whole list; null (inferred) when the page is empty.
    """
    next_page_url: str | None
    """Address of the next page; null on the last one."""
    path: str
    """Address of the list without its page number."""
    per_page: int
    """How many accounts a full page holds."""
    prev_page_url: str | None
    """Address of the previous page; null on the first one."""
    to: int | None
    """Position of the last account of this page in the whole list; null (inferred) when the page is empty."""


# After the class, because objects may hold each other.
from .account_method import AccountMethod
