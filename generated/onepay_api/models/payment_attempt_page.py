"""PaymentAttemptPage, as the contract describes it."""

from ..pages import Page
from .payment_attempt import PaymentAttempt


class PaymentAttemptPage(Page[PaymentAttempt], kw_only=True):
    """Attempts to pay a payment in a page, of which programs read only the list itself."""

    data: list[PaymentAttempt]
    """The attempts of this page."""
