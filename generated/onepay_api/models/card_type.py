"""CardType, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class CardType(OpenEnum):
    """Kind of a tokenized card; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    CREDIT_CARD = "credit_card"
