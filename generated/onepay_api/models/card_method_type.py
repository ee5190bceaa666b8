"""CardMethodType, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class CardMethodType(OpenEnum):
    """Kind of a tokenized card as a payment method; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    CREDIT_CARD = "credit_card"
