"""PaymentMethod, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    PaymentMethod: TypeAlias = "CardMethod | AccountMethod"
    """The method that pays, a card or an account.

    The field `payment_method_type` beside it tells which: CreditCard stands for a card, Account for an
    account; where that field is missing the two differ by their own fields.
    """
else:

    class PaymentMethod(VariantBase):
        """The method that pays, a card or an account.

        The field `payment_method_type` beside it tells which: CreditCard stands for a card, Account for an
        account; where that field is missing the two differ by their own fields.
        """


# After the class, because what a variant holds may hold the variant.
from .account_method import AccountMethod
from .card_method import CardMethod

if not TYPE_CHECKING:
    PaymentMethod.options = (
        CardMethod,
        AccountMethod,
    )
    PaymentMethod.decided_by = "payment_method_type"
    PaymentMethod.decision = {
        "CreditCard": CardMethod,
        "Account": AccountMethod,
    }
