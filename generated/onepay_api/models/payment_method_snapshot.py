"""PaymentMethodSnapshot, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class PaymentMethodSnapshot(Model, kw_only=True):
    """The method that paid, as one program reads it from payment events.

    Attributes:
        bank_id: UUID of the bank.
        title: Name of the method for display.
        subtype: Kind of account.
        method_type: Kind of method.
    """

    bank_id: str | Unset = UNSET
    """UUID of the bank."""
    title: str | Unset = UNSET
    """Name of the method for display."""
    subtype: str | Unset = UNSET
    """Kind of account."""
    method_type: str | Unset = UNSET
    """Kind of method."""
