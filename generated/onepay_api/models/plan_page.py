"""PlanPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page
from onepay_core.types import UNSET, Unset


class PlanPage(Page["Plan"], kw_only=True):
    """One page of the plans of the company.

    Only `data` and, through the page's sample code, `total` are documented; the other fields are inferred
    from the list of invoices, the other list that counts a total.

    Attributes:
        data: Plans of this page.
        total: Number of plans in the whole list; the page's sample code prints it.
        current_page: Number of this page; the first is 1.
        from_: Position of the first item of this page in the whole list.
        last_page: Number of the last page.
        per_page: Largest number of items on a page.
        to: Position of the last item of this page in the whole list.
    """

    data: list[Plan]
    """Plans of this page."""
    total: int | Unset = UNSET
    """Number of plans in the whole list; the page's sample code prints it."""
    current_page: int | Unset = UNSET
    """Number of this page; the first is 1."""
    from_: int | Unset = msgspec.field(default=UNSET, name="from")
    """Position of the first item of this page in the whole list."""
    last_page: int | Unset = UNSET
    """Number of the last page."""
    per_page: int | Unset = UNSET
    """Largest number of items on a page."""
    to: int | Unset = UNSET
    """Position of the last item of this page in the whole list."""


# After the class, because objects may hold each other.
from .plan import Plan
