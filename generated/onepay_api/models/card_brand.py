"""CardBrand, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class CardBrand(OpenEnum):
    """Brand of a card.

    The card pages capitalise it and a payment intent prints `visa`, so compare without regard to case.
    """

    __extensible__: ClassVar[bool] = True

    VISA = "Visa"
    MASTERCARD = "Mastercard"
    AMEX = "Amex"
    DINERS = "Diners"
    VISA_2 = "visa"
