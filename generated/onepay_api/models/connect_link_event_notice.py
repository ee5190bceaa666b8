"""ConnectLinkEventNotice, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class ConnectLinkEventNotice(Model, kw_only=True):
    """News of a connect link, as the name of the event and its data.

    Attributes:
        event: Name of the event.
        data: The link after the event.
    """

    event: ConnectLinkEventName
    """Name of the event."""
    data: ConnectLinkSnapshot
    """The link after the event."""


# After the class, because objects may hold each other.
from .connect_link_event_name import ConnectLinkEventName
from .connect_link_snapshot import ConnectLinkSnapshot
