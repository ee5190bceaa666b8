"""CardBrand, as the contract describes it."""

from typing import ClassVar

from ..enums import OpenEnum


class CardBrand(OpenEnum):
    """Brand of a card.

    The card pages capitalise it and a payment intent prints `visa`, so compare without regard to case.
    """

    __extensible__: ClassVar[bool] = True

    Visa = "Visa"
    MASTERCARD = "Mastercard"
    AMEX = "Amex"
    DINERS = "Diners"
    visa = "visa"
