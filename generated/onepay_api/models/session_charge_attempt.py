"""SessionChargeAttempt, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class SessionChargeAttempt(Model, kw_only=True):
    """The first answer to a charge in a customer's session, before its outcome is known.

    Attributes:
        charge_id: UUID of the charge, by which `customer_sessions_get_charge` finds it.
        status: How far the charge has come.
        message: A sentence for people about what comes next, in Spanish.
        expires_at: When the charge expires. It may be null, and the sample of test mode lacks it.
    """

    charge_id: str
    """UUID of the charge, by which `customer_sessions_get_charge` finds it."""
    status: SessionChargeAttemptStatus
    """How far the charge has come."""
    message: str
    """A sentence for people about what comes next, in Spanish."""
    expires_at: DateTime | Unset | None = UNSET
    """When the charge expires. It may be null, and the sample of test mode lacks it."""


# After the class, because objects may hold each other.
from .session_charge_attempt_status import SessionChargeAttemptStatus
