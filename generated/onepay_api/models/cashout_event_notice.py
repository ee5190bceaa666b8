"""CashoutEventNotice, as the contract describes it."""

from ..model import Model
from .cashout_event_name import CashoutEventName
from .cashout_snapshot import CashoutSnapshot


class CashoutEventNotice(Model, kw_only=True):
    """News of a cashout, as the name of the event and its data.

    The envelope is documented; what its data hold is inferred.
    """

    event: CashoutEventName
    """Name of the event."""
    data: CashoutSnapshot
    """The cashout after the event."""
