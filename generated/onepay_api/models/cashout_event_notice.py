"""CashoutEventNotice, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class CashoutEventNotice(Model, kw_only=True):
    """News of a cashout, as the name of the event and its data.

    The envelope is documented; what its data hold is inferred.

    Attributes:
        event: Name of the event.
        data: The cashout after the event.
    """

    event: CashoutEventName
    """Name of the event."""
    data: CashoutSnapshot
    """The cashout after the event."""


# After the class, because objects may hold each other.
from .cashout_event_name import CashoutEventName
from .cashout_snapshot import CashoutSnapshot
