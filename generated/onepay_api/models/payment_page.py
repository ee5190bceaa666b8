"""PaymentPage, as the contract describes it."""

from ..pages import Page
from .payment_snapshot import PaymentSnapshot


class PaymentPage(Page[PaymentSnapshot], kw_only=True):
    """Payments in a page, of which only the list itself is described because no document shows the reply."""

    data: list[PaymentSnapshot]
    """The payments of this page."""
