"""IssuingCardType, as the contract describes it."""

from typing import ClassVar

from onepay_core.field_types import OpenEnum


class IssuingCardType(OpenEnum):
    """Of what kind an issued card is; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    PHYSICAL = "physical"
