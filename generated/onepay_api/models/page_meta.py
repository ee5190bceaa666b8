"""PageMeta, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class PageMeta(Model, kw_only=True):
    """The counters of a page, where they are nested below `meta`.

    Attributes:
        current_page: Number of this page, starting at 1.
        last_page: Number of the last page.
        per_page: How many items a full page holds.
        total: How many items there are on all pages.
    """

    current_page: int
    """Number of this page, starting at 1."""
    last_page: int
    """Number of the last page."""
    per_page: int
    """How many items a full page holds."""
    total: int
    """How many items there are on all pages."""
