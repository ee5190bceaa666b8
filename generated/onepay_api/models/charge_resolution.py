"""ChargeResolution, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import DateTime


class ChargeResolution(Model, kw_only=True):
    """The test charge after it was settled.

    Only the reply to `approve` is documented in full; that the reply to `reject` has the same fields is
    inferred.

    Attributes:
        id: UUID of the charge.
        status: State of the charge, `paid` after an approval and `failed` after a rejection.
        remarks: Why the charge failed, null after an approval.
        paid_at: When the charge was settled; that it is null after a rejection is inferred.
    """

    id: str
    """UUID of the charge."""
    status: ChargeStatus
    """State of the charge, `paid` after an approval and `failed` after a rejection."""
    remarks: Remarks | None
    """Why the charge failed, null after an approval."""
    paid_at: DateTime | None
    """When the charge was settled; that it is null after a rejection is inferred."""


# After the class, because objects may hold each other.
from .charge_status import ChargeStatus
from .remarks import Remarks
