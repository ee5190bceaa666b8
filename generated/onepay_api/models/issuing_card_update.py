"""IssuingCardUpdate, as the contract describes it."""

from typing import ClassVar

from ..model import Model
from ..types import UNSET, Unset


class IssuingCardUpdate(Model, kw_only=True):
    """What is to change on an issued card."""

    __required_is_documented__: ClassVar[bool] = False

    nickname: str | Unset = UNSET
    """A new name for the card."""
    status: str | Unset = UNSET
    """A new status for the card; the accepted values are not documented."""
