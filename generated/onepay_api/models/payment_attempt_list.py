"""PaymentAttemptList, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from ..variants import VariantBase
from .payment_attempt import PaymentAttempt
from .payment_attempt_page import PaymentAttemptPage

if TYPE_CHECKING:
    PaymentAttemptList: TypeAlias = list[PaymentAttempt] | PaymentAttemptPage
    """Attempts to pay a payment, bare or in a page; programs take either.

    A JSON array is the bare list, a JSON object the page.
    """
else:

    class PaymentAttemptList(VariantBase):
        """Attempts to pay a payment, bare or in a page; programs take either.

        A JSON array is the bare list, a JSON object the page.
        """

        options = (
            list[PaymentAttempt],
            PaymentAttemptPage,
        )
