"""SubscriptionEventEnvelope, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class SubscriptionEventEnvelope(Model, kw_only=True):
    """News of a subscription, with the subscription under its own name.

    Attributes:
        subscription: The subscription after the event (inferred).
        event: What happened, when and where.
    """

    subscription: Subscription
    """The subscription after the event (inferred)."""
    event: EventHeader
    """What happened, when and where."""


# After the class, because objects may hold each other.
from .event_header import EventHeader
from .subscription import Subscription
