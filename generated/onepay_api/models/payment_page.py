"""PaymentPage, as the contract describes it."""

from __future__ import annotations

from onepay_core.pages import Page


class PaymentPage(Page["PaymentSnapshot"], kw_only=True):
    """Payments in a page, of which only the list itself is described because no document shows the reply."""

    data: list[PaymentSnapshot]
    """The payments of this page."""


# After the class, because objects may hold each other.
from .payment_snapshot import PaymentSnapshot
