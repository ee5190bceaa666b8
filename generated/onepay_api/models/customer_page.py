"""CustomerPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page
from onepay_core.types import UNSET, Unset


class CustomerPage(Page["Customer"], kw_only=True):
    """One page of customers.

    No document shows this reply. Its shape is inferred from the lists that, like this one, take `page`
    and `per_page`; only `data` can be relied on.

    Attributes:
        data: The customers on this page.
        current_page: Number of this page, starting at 1.
        from_: Position of the first customer of this page in the whole list.
        last_page: Number of the last page.
        per_page: How many customers a full page holds.
        to: Position of the last customer of this page in the whole list.
        total: How many customers there are on all pages.
    """

    data: list[Customer]
    """The customers on this page."""
    current_page: int | Unset = UNSET
    """Number of this page, starting at 1."""
    from_: int | Unset = msgspec.field(default=UNSET, name="from")
    """Position of the first customer of this page in the whole list."""
    last_page: int | Unset = UNSET
    """Number of the last page."""
    per_page: int | Unset = UNSET
    """How many customers a full page holds."""
    to: int | Unset = UNSET
    """Position of the last customer of this page in the whole list."""
    total: int | Unset = UNSET
    """How many customers there are on all pages."""


# After the class, because objects may hold each other.
from .customer import Customer
