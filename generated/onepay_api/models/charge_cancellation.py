"""ChargeCancellation, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class ChargeCancellation(Model, kw_only=True):
    """The charge after it was cancelled.

    Attributes:
        id: UUID of the charge.
        status: State of the charge, `failed` in the documented reply.
        remarks: Codes of the reason, CANCELLED_BY_MERCHANT in the documented reply.
    """

    id: str
    """UUID of the charge."""
    status: ChargeStatus
    """State of the charge, `failed` in the documented reply."""
    remarks: list[str]
    """Codes of the reason, CANCELLED_BY_MERCHANT in the documented reply."""


# After the class, because objects may hold each other.
from .charge_status import ChargeStatus
