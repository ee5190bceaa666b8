"""PaymentAttemptPage, as the contract describes it."""

from ..model import Model
from .payment_attempt import PaymentAttempt


class PaymentAttemptPage(Model, kw_only=True):
    """Attempts to pay a payment in a page, of which programs read only the list itself."""

    data: list[PaymentAttempt]
    """The attempts of this page."""
