"""CashoutEventEnvelope, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class CashoutEventEnvelope(Model, kw_only=True):
    """News of a cashout, with the cashout under its own name.

    Attributes:
        cashout: The cashout after the event.
        event: What happened, when and where.
    """

    cashout: CashoutSnapshot
    """The cashout after the event."""
    event: EventHeader
    """What happened, when and where."""


# After the class, because objects may hold each other.
from .cashout_snapshot import CashoutSnapshot
from .event_header import EventHeader
