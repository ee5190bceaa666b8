"""InvoicePage, as the contract describes it."""

from __future__ import annotations

import msgspec

from onepay_core.pages import Page


class InvoicePage(Page["InvoiceSummary"], kw_only=True):
    """One page of the invoices of the company, twenty to a page in the documented sample.

    Attributes:
        data: Invoices of this page, without their payments.
        current_page: Number of this page; the first is 1.
        from_: Position of the first item of this page in the whole list; null on an empty page
            (inferred).
        last_page: Number of the last page.
        per_page: Largest number of items on a page.
        to: Position of the last item of this page in the whole list; null on an empty page (inferred).
        total: Number of items in the whole list.
    """

    data: list[InvoiceSummary]
    """Invoices of this page, without their payments."""
    current_page: int
    """Number of this page; the first is 1."""
    from_: int | None = msgspec.field(name="from")
    """Position of the first item of this page in the whole list; null on an empty page (inferred)."""
    last_page: int
    """Number of the last page."""
    per_page: int
    """Largest number of items on a page."""
    to: int | None
    """Position of the last item of this page in the whole list; null on an empty page (inferred)."""
    total: int
    """Number of items in the whole list."""


# After the class, because objects may hold each other.
from .invoice_summary import InvoiceSummary
