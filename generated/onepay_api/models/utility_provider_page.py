"""UtilityProviderPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page


class UtilityProviderPage(Page["UtilityProvider"], kw_only=True):
    """One page of the providers, fifty to a page in the documented sample.

    Attributes:
        data: Providers of this page.
        current_page: Number of this page; the first is 1.
        first_page_url: Address of the first page.
        from_: Position of the first item of this page in the whole list; null on an empty page
            (inferred).
        next_page_url: Address of the next page; null on the last.
        path: Address of the list without a page.
        per_page: Largest number of items on a page.
        prev_page_url: Address of the page before; null on the first.
        to: Position of the last item of this page in the whole list; null on an empty page (inferred).
    """

    data: list[UtilityProvider]
    """Providers of this page."""
    current_page: int
    """Number of this page; the first is 1."""
    first_page_url: str
    """Address of the first page."""
    from_: int | None = msgspec.field(name="from")
    """Position of the first item of this page in the whole list; null on an empty page (inferred)."""
    next_page_url: str | None
    """Address of the next page; null on the last."""
    path: str
    """Address of the list without a page."""
    per_page: int
    """Largest number of items on a page."""
    prev_page_url: str | None
    """Address of the page before; null on the first."""
    to: int | None
    """Position of the last item of this page in the whole list; null on an empty page (inferred)."""


# After the class, because objects may hold each other.
from .utility_provider import UtilityProvider
