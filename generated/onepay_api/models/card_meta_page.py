"""CardMetaPage, as the contract describes it."""

from ..pages import Page
from .card import Card
from .page_meta import PageMeta


class CardMetaPage(Page[Card], kw_only=True):
    """One page of cards with its counters in `meta`, as the older version of the page shows it."""

    data: list[Card]
    """The cards on this page."""
    meta: PageMeta
    """The counters of the page."""
