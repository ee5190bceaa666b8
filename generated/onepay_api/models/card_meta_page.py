"""CardMetaPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.types import UNSET, Unset

from .card_page import CardPage


class CardMetaPage(CardPage, kw_only=True):
    """One page of cards with its counters in `meta`, as the older version of the page shows it.

    Attributes:
        data: The cards on this page.
        meta: The counters of the page.
    """

    data: list[Card]
    """The cards on this page."""
    meta: PageMeta
    """The counters of the page."""
    current_page: int | Unset = msgspec.field(default=UNSET, name="(absent) current_page")
    """Not in this form."""
    from_: int | None = msgspec.field(default=None, name="(absent) from")
    """Not in this form."""
    last_page: int | Unset = msgspec.field(default=UNSET, name="(absent) last_page")
    """Not in this form."""
    per_page: int | Unset = msgspec.field(default=UNSET, name="(absent) per_page")
    """Not in this form."""
    to: int | None = msgspec.field(default=None, name="(absent) to")
    """Not in this form."""
    total: int | Unset = msgspec.field(default=UNSET, name="(absent) total")
    """Not in this form."""


# After the class, because objects may hold each other.
from .card import Card
from .page_meta import PageMeta
