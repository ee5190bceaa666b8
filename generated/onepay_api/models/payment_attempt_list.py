"""PaymentAttemptList, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    PaymentAttemptList: TypeAlias = "PaymentAttemptPage"
    """Attempts to pay a payment, bare or in a page; programs take either.

    A JSON array is the bare list, a JSON object the page.
    """
else:

    class PaymentAttemptList(VariantBase):
        """Attempts to pay a payment, bare or in a page; programs take either.

        A JSON array is the bare list, a JSON object the page.
        """


# After the class, because what a variant holds may hold the variant.
from .payment_attempt import PaymentAttempt
from .payment_attempt_page import PaymentAttemptPage

if not TYPE_CHECKING:
    PaymentAttemptList.options = (
        list[PaymentAttempt],
        PaymentAttemptPage,
    )
    PaymentAttemptList.page = PaymentAttemptPage
