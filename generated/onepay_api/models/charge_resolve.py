"""ChargeResolve, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class ChargeResolve(Model, kw_only=True):
    """The outcome that a test charge shall have, as if the payment gateway had decided it.

    Attributes:
        action: Whether the charge is paid or fails.
        remarks: Why the charge fails, used when the action is `reject`.
    """

    __required_is_documented__: ClassVar[bool] = False

    action: ChargeResolveActionLike
    """Whether the charge is paid or fails."""
    remarks: DeclineCodeLike | Unset | None = UNSET
    """Why the charge fails, used when the action is `reject`."""


# After the class, because objects may hold each other.
from .charge_resolve_action import ChargeResolveActionLike
from .decline_code import DeclineCodeLike
