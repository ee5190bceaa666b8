"""CashoutEventEnvelope, as the contract describes it."""

from ..model import Model
from .cashout_snapshot import CashoutSnapshot
from .event_header import EventHeader


class CashoutEventEnvelope(Model, kw_only=True):
    """News of a cashout, with the cashout under its own name."""

    cashout: CashoutSnapshot
    """The cashout after the event."""
    event: EventHeader
    """What happened, when and where."""
