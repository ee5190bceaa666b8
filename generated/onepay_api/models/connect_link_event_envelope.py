"""ConnectLinkEventEnvelope, as the contract describes it."""

from ..model import Model
from .connect_link_snapshot import ConnectLinkSnapshot
from .event_header import EventHeader


class ConnectLinkEventEnvelope(Model, kw_only=True):
    """News of a connect link, with the link under its own name."""

    connect_link: ConnectLinkSnapshot
    """The link after the event."""
    event: EventHeader
    """What happened, when and where."""
