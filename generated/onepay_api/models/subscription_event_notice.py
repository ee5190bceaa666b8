"""SubscriptionEventNotice, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class SubscriptionEventNotice(Model, kw_only=True):
    """News of a subscription, as the name of the event and its data.

    Attributes:
        event: Name of the event.
        data: The subscription after the event (inferred).
    """

    event: SubscriptionEventName
    """Name of the event."""
    data: Subscription
    """The subscription after the event (inferred)."""


# After the class, because objects may hold each other.
from .subscription import Subscription
from .subscription_event_name import SubscriptionEventName
