"""CustomerCardPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page
from onepay_core.types import UNSET, Unset


class CustomerCardPage(Page["Card"], kw_only=True):
    """The cards of one customer.

    Third-party programs read the list from `data`; the page counters are inferred from the list of all
    cards.

    Attributes:
        data: The cards on this page, in either of their two forms.
        current_page: Number of this page, starting at 1.
        from_: Position of the first card of this page in the whole list.
        last_page: Number of the last page.
        per_page: How many cards a full page holds.
        to: Position of the last card of this page in the whole list.
        total: How many cards there are on all pages.
    """

    data: list[Card]
    """The cards on this page, in either of their two forms."""
    current_page: int | Unset = UNSET
    """Number of this page, starting at 1."""
    from_: int | Unset = msgspec.field(default=UNSET, name="from")
    """Position of the first card of this page in the whole list."""
    last_page: int | Unset = UNSET
    """Number of the last page."""
    per_page: int | Unset = UNSET
    """How many cards a full page holds."""
    to: int | Unset = UNSET
    """Position of the last card of this page in the whole list."""
    total: int | Unset = UNSET
    """How many cards there are on all pages."""


# After the class, because objects may hold each other.
from .card import Card
