"""ConnectLinkEventEnvelope, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class ConnectLinkEventEnvelope(Model, kw_only=True):
    """News of a connect link, with the link under its own name.

    Attributes:
        connect_link: The link after the event.
        event: What happened, when and where.
    """

    connect_link: ConnectLinkSnapshot
    """The link after the event."""
    event: EventHeader
    """What happened, when and where."""


# After the class, because objects may hold each other.
from .connect_link_snapshot import ConnectLinkSnapshot
from .event_header import EventHeader
