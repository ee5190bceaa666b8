"""PaymentAttemptPage, as the contract describes it."""

from __future__ import annotations

from onepay_core.pages import Page


class PaymentAttemptPage(Page["PaymentAttempt"], kw_only=True):
    """Attempts to pay a payment in a page, of which programs read only the list itself.

    Attributes:
        data: The attempts of this page.
    """

    data: list[PaymentAttempt]
    """The attempts of this page."""


# After the class, because objects may hold each other.
from .payment_attempt import PaymentAttempt
