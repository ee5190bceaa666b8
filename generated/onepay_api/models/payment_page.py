"""PaymentPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page
from onepay_core.types import UNSET, Unset


class PaymentPage(Page["PaymentSnapshot"], kw_only=True):
    """One page of payments, with the number of all of them.

    No document shows this reply; programs read `data`, `current_page`, `last_page` and `per_page`, and
    take 20 as the size of a page.

    Attributes:
        data: The payments of this page. Programs read `id`, `status`, `currency`, `amount`,
            `amount_label`, `title`, `created_at`, `paid_at`, `payment_link` and `reference`.
        current_page: Number of this page, counted from 1.
        last_page: Number of the last page.
        per_page: How many payments a full page holds.
        from_: Position of the first payment of this page among all.
        to: Position of the last payment of this page among all.
        total: How many payments there are on all pages.
    """

    data: list[PaymentSnapshot]
    """The payments of this page.

    Programs read `id`, `status`, `currency`, `amount`, `amount_label`, `title`, `created_at`, `paid_at`,
    `payment_link` and `reference`.
    """
    current_page: int
    """Number of this page, counted from 1."""
    last_page: int
    """Number of the last page."""
    per_page: int
    """How many payments a full page holds."""
    from_: int | Unset = msgspec.field(default=UNSET, name="from")
    """Position of the first payment of this page among all."""
    to: int | Unset = UNSET
    """Position of the last payment of this page among all."""
    total: int | Unset = UNSET
    """How many payments there are on all pages."""


# After the class, because objects may hold each other.
from .payment_snapshot import PaymentSnapshot
