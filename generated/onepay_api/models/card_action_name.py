"""CardActionName, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class CardActionName(OpenEnum):
    """A step after the tokenization of a card; the text `NULL`, for no step, is the only documented value."""

    __extensible__: ClassVar[bool] = True

    NULL = "NULL"
