"""EventHeader, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class EventHeader(Model, kw_only=True):
    """What happened, when and where, in the envelope that names the resource.

    Nothing here identifies the event everywhere, so integrators recognise a repeated delivery by the
    resource's id together with `type`.

    Attributes:
        type: Name of the event.
        timestamp: Moment of the event in whole seconds since 1970 (Unix time).
        environment: Whether the event belongs to test or to live data.
        id: Identifier of the event, such as `evt_…`. Only the overview page shows it, and it is not a
            UUID.
    """

    type: EventName
    """Name of the event."""
    timestamp: int
    """Moment of the event in whole seconds since 1970 (Unix time)."""
    environment: EventEnvironment
    """Whether the event belongs to test or to live data."""
    id: str | Unset = UNSET
    """Identifier of the event, such as `evt_…`. Only the overview page shows it, and it is not a UUID."""


# After the class, because objects may hold each other.
from .event_environment import EventEnvironment
from .event_name import EventName
