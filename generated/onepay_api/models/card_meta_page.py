"""CardMetaPage, as the contract describes it."""

from __future__ import annotations

from onepay_core.pages import Page


class CardMetaPage(Page["Card"], kw_only=True):
    """One page of cards with its counters in `meta`, as the older version of the page shows it.

    Attributes:
        data: The cards on this page.
        meta: The counters of the page.
    """

    data: list[Card]
    """The cards on this page."""
    meta: PageMeta
    """The counters of the page."""


# After the class, because objects may hold each other.
from .card import Card
from .page_meta import PageMeta
