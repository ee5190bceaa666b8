"""CreatedPayment, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    CreatedPayment: TypeAlias = "Payment"
    """The payment that was just created, in one of two documented forms.

    The newer creation page prints the same form as the payment page (it has `is_test`), its mirror prints
    another (it has `is_expired`); the first is taken as current.
    """
else:

    class CreatedPayment(VariantBase):
        """The payment that was just created, in one of two documented forms.

        The newer creation page prints the same form as the payment page (it has `is_test`), its mirror prints
        another (it has `is_expired`); the first is taken as current.
        """


# After the class, because what a variant holds may hold the variant.
from .payment import Payment
from .payment_mirror import PaymentMirror

if not TYPE_CHECKING:
    CreatedPayment.options = (
        Payment,
        PaymentMirror,
    )
