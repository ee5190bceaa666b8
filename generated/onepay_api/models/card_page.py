"""CardPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page
from onepay_core.types import Unset


class CardPage(Page["Card"], kw_only=True):
    """One page of cards with its counters beside the data, as the newer version of the page shows it.

    Attributes:
        data: The cards on this page.
        current_page: Number of this page, starting at 1.
        from_: Position of the first card of this page in the whole list; null (inferred) when the page is
            empty.
        last_page: Number of the last page.
        per_page: How many cards a full page holds.
        to: Position of the last card of this page in the whole list; null (inferred) when the page is
            empty.
        total: How many cards there are on all pages.
    """

    data: list[Card]
    """The cards on this page."""
    current_page: int | Unset
    """Number of this page, starting at 1."""
    from_: int | None = msgspec.field(name="from")
    """Position of the first card of this page in the whole list; null (inferred) when the page is empty."""
    last_page: int | Unset
    """Number of the last page."""
    per_page: int | Unset
    """How many cards a full page holds."""
    to: int | None
    """Position of the last card of this page in the whole list; null (inferred) when the page is empty."""
    total: int | Unset
    """How many cards there are on all pages."""


# After the class, because objects may hold each other.
from .card import Card
