"""SessionCharge, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class SessionCharge(Model, kw_only=True):
    """A charge that was made in a customer's session.

    Attributes:
        charge_id: UUID of the charge.
        status: Whether the charge waits, was paid or failed.
        amount: Amount in whole Colombian pesos.
        currency: The currency of the amount.
        description: What the charge is for.
        remarks: Why the charge failed; null when there is nothing to remark.
        paid_at: When the charge was paid; null until then.
        created_at: When the charge was made.
    """

    charge_id: str
    """UUID of the charge."""
    status: SessionChargeStatus
    """Whether the charge waits, was paid or failed."""
    amount: int
    """Amount in whole Colombian pesos."""
    currency: Currency
    """The currency of the amount."""
    description: str
    """What the charge is for."""
    remarks: Remarks | None
    """Why the charge failed; null when there is nothing to remark."""
    paid_at: DateTime | None
    """When the charge was paid; null until then."""
    created_at: DateTime
    """When the charge was made."""


# After the class, because objects may hold each other.
from .currency import Currency
from .remarks import Remarks
from .session_charge_status import SessionChargeStatus
