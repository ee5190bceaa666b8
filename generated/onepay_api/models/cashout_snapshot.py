"""CashoutSnapshot, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class CashoutSnapshot(Model, kw_only=True):
    """A cashout inside an event.

    Only the two fields that programs read are known: the guide reads `id`, a program in production
    `status` as well. The real body surely holds more.

    Attributes:
        id: Identifier of the cashout, a UUID.
        status: State of the cashout; `processed` whenever the event is `cashout.completed`.
    """

    id: str
    """Identifier of the cashout, a UUID."""
    status: CashoutSnapshotStatus
    """State of the cashout; `processed` whenever the event is `cashout.completed`."""


# After the class, because objects may hold each other.
from .cashout_snapshot_status import CashoutSnapshotStatus
