"""SubscriptionEventNotice, as the contract describes it."""

from ..model import Model
from .subscription import Subscription
from .subscription_event_name import SubscriptionEventName


class SubscriptionEventNotice(Model, kw_only=True):
    """News of a subscription, as the name of the event and its data."""

    event: SubscriptionEventName
    """Name of the event."""
    data: Subscription
    """The subscription after the event (inferred)."""
