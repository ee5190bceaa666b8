"""SubscriptionEventEnvelope, as the contract describes it."""

from ..model import Model
from .event_header import EventHeader
from .subscription import Subscription


class SubscriptionEventEnvelope(Model, kw_only=True):
    """News of a subscription, with the subscription under its own name."""

    subscription: Subscription
    """The subscription after the event (inferred)."""
    event: EventHeader
    """What happened, when and where."""
