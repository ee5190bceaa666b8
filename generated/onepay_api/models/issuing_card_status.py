"""IssuingCardStatus, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class IssuingCardStatus(OpenEnum):
    """Where an issued card stands in its life; one value is known from samples."""

    __extensible__: ClassVar[bool] = True

    CREATED = "created"
