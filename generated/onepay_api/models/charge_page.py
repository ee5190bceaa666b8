"""ChargePage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page


class ChargePage(Page["Charge"], kw_only=True):
    """One page of charges, with the number of all of them.

    Attributes:
        data: The charges of this page, without `method`, `customer` and `splits`.
        current_page: Number of this page, counted from 1.
        from_: Number of the first item of this page among all items; that it is null on an empty page is
            inferred.
        last_page: Number of the last page.
        per_page: How many items a full page holds, 15 in the documented reply.
        to: Number of the last item of this page among all items; that it is null on an empty page is
            inferred.
        total: How many items there are on all pages.
    """

    data: list[Charge]
    """The charges of this page, without `method`, `customer` and `splits`."""
    current_page: int
    """Number of this page, counted from 1."""
    from_: int | None = msgspec.field(name="from")
    """Number of the first item of this page among all items; that it is null on an empty page is inferred."""
    last_page: int
    """Number of the last page."""
    per_page: int
    """How many items a full page holds, 15 in the documented reply."""
    to: int | None
    """Number of the last item of this page among all items; that it is null on an empty page is inferred."""
    total: int
    """How many items there are on all pages."""


# After the class, because objects may hold each other.
from .charge import Charge
