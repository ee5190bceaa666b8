"""WalletTransactionPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page


class WalletTransactionPage(Page["WalletTransaction"], kw_only=True):
    """One page of the movements in a wallet.

    Attributes:
        data: The movements on this page.
        current_page: Number of this page, starting at 1.
        from_: Position of the first movement of this page in the whole list; null (inferred) when the
            page is empty.
        last_page: Number of the last page.
        per_page: How many movements a full page holds.
        to: Position of the last movement of this page in the whole list; null (inferred) when the page is
            empty.
        total: How many movements there are on all pages.
    """

    data: list[WalletTransaction]
    """The movements on this page."""
    current_page: int
    """Number of this page, starting at 1."""
    from_: int | None = msgspec.field(name="from")
    """Position of the first movement of this page in the whole list; null (inferred) when the page is empty.
    """
    last_page: int
    """Number of the last page."""
    per_page: int
    """How many movements a full page holds."""
    to: int | None
    """Position of the last movement of this page in the whole list; null (inferred) when the page is empty.
    """
    total: int
    """How many movements there are on all pages."""


# After the class, because objects may hold each other.
from .wallet_transaction import WalletTransaction
