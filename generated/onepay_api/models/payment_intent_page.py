"""PaymentIntentPage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page


class PaymentIntentPage(Page["PaymentIntent"], kw_only=True):
    """One page of payment intents, with the number of all of them.

    Attributes:
        data: The payment intents of this page, without `method` and `customer`.
        current_page: Number of this page, counted from 1.
        from_: Number of the first item of this page among all items; that it is null on an empty page is
            inferred.
        last_page: Number of the last page.
        per_page: How many items a full page holds, 20 in the documented reply.
        to: Number of the last item of this page among all items; that it is null on an empty page is
            inferred.
        total: How many items there are on all pages.
    """

    data: list[PaymentIntent]
    """The payment intents of this page, without `method` and `customer`."""
    current_page: int
    """Number of this page, counted from 1."""
    from_: int | None = msgspec.field(name="from")
    """Number of the first item of this page among all items; that it is null on an empty page is inferred."""
    last_page: int
    """Number of the last page."""
    per_page: int
    """How many items a full page holds, 20 in the documented reply."""
    to: int | None
    """Number of the last item of this page among all items; that it is null on an empty page is inferred."""
    total: int
    """How many items there are on all pages."""


# After the class, because objects may hold each other.
from .payment_intent import PaymentIntent
