"""ChargeResolve, as the contract describes it."""

from typing import ClassVar

from ..model import Model
from ..types import UNSET, Unset
from .charge_resolve_action import ChargeResolveAction
from .decline_code import DeclineCode


class ChargeResolve(Model, kw_only=True):
    """The outcome that a test charge shall have, as if the payment gateway had decided it."""

    __required_is_documented__: ClassVar[bool] = False

    action: ChargeResolveAction
    """Whether the charge is paid or fails."""
    remarks: DeclineCode | Unset = UNSET
    """Why the charge fails, used when the action is `reject`."""
