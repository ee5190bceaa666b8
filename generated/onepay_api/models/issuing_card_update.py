"""IssuingCardUpdate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class IssuingCardUpdate(Model, kw_only=True):
    """What is to change on an issued card.

    Attributes:
        nickname: A new name for the card.
        status: A new status for the card; the accepted values are not documented.
    """

    __required_is_documented__: ClassVar[bool] = False

    nickname: str | Unset | None = UNSET
    """A new name for the card."""
    status: str | Unset | None = UNSET
    """A new status for the card; the accepted values are not documented."""
