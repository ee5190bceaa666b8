"""BankPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page
from onepay_core.types import UNSET, Unset


class BankPage(Page["Bank"], kw_only=True):
    """Banks wrapped in `data`; the page counters are inferred from the `page` and `per_page` of the request.

    Attributes:
        data: The banks on this page.
        current_page: Number of this page, starting at 1.
        from_: Position of the first bank of this page in the whole list.
        last_page: Number of the last page.
        per_page: How many banks a full page holds.
        to: Position of the last bank of this page in the whole list.
        total: How many banks there are on all pages.
    """

    data: list[Bank]
    """The banks on this page."""
    current_page: int | Unset = UNSET
    """Number of this page, starting at 1."""
    from_: int | Unset = msgspec.field(default=UNSET, name="from")
    """Position of the first bank of this page in the whole list."""
    last_page: int | Unset = UNSET
    """Number of the last page."""
    per_page: int | Unset = UNSET
    """How many banks a full page holds."""
    to: int | Unset = UNSET
    """Position of the last bank of this page in the whole list."""
    total: int | Unset = UNSET
    """How many banks there are on all pages."""


# After the class, because objects may hold each other.
from .bank import Bank
