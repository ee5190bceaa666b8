"""ChargeCancellation, as the contract describes it."""

from ..model import Model
from .charge_status import ChargeStatus


class ChargeCancellation(Model, kw_only=True):
    """The charge after it was cancelled."""

    id: str
    """UUID of the charge."""
    status: ChargeStatus
    """State of the charge, `failed` in the documented reply."""
    remarks: list[str]
    """Codes of the reason, CANCELLED_BY_MERCHANT in the documented reply."""
