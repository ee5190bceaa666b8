"""PaymentPage, as the contract describes it."""

from ..model import Model
from .payment_snapshot import PaymentSnapshot


class PaymentPage(Model, kw_only=True):
    """Payments in a page, of which only the list itself is described because no document shows the reply."""

    data: list[PaymentSnapshot]
    """The payments of this page."""
