"""BreBChargeCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class BreBChargeCreate(Model, kw_only=True):
    """A Bre-B charge to be made, which the payer completes by scanning a code or writing a key.

    The fields are those that one third-party program sends; only the amount is required here, because
    nothing can be collected without it.

    Attributes:
        amount: Amount in whole Colombian pesos.
        title: What the charge is for.
        description: Longer text about the charge.
        external_id: Your own id for the charge.
        expires_in: How long the code is good; that it counts minutes is inferred from the value 15.
    """

    __required_is_documented__: ClassVar[bool] = False

    amount: int
    """Amount in whole Colombian pesos."""
    title: str | Unset | None = UNSET
    """What the charge is for."""
    description: str | Unset | None = UNSET
    """Longer text about the charge."""
    external_id: str | Unset | None = UNSET
    """Your own id for the charge."""
    expires_in: int | Unset | None = UNSET
    """How long the code is good; that it counts minutes is inferred from the value 15."""
