"""CityPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page
from onepay_core.types import UNSET, Unset


class CityPage(Page["City"], kw_only=True):
    """One page of cities; a page holds 15 unless the request says otherwise.

    Attributes:
        data: The cities on this page.
        current_page: Number of this page, starting at 1.
        from_: Position of the first city of this page in the whole list.
        last_page: Number of the last page.
        per_page: How many cities a full page holds.
        to: Position of the last city of this page in the whole list.
        total: How many cities there are on all pages.
    """

    data: list[City]
    """The cities on this page."""
    current_page: int | Unset = UNSET
    """Number of this page, starting at 1."""
    from_: int | Unset = msgspec.field(default=UNSET, name="from")
    """Position of the first city of this page in the whole list."""
    last_page: int | Unset = UNSET
    """Number of the last page."""
    per_page: int | Unset = UNSET
    """How many cities a full page holds."""
    to: int | Unset = UNSET
    """Position of the last city of this page in the whole list."""
    total: int | Unset = UNSET
    """How many cities there are on all pages."""


# After the class, because objects may hold each other.
from .city import City
