"""SubscriptionEvent, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    SubscriptionEvent: TypeAlias = "SubscriptionEventEnvelope | SubscriptionEventNotice"
    """News of a subscription, in one of two envelopes.

    In the first, `event` is an object and the subscription stands under `subscription`; in the second,
    `event` is the name of the event and the subscription stands under `data`. No body is known, so all of it
    follows the other events (inferred).
    """
else:

    class SubscriptionEvent(VariantBase):
        """News of a subscription, in one of two envelopes.

        In the first, `event` is an object and the subscription stands under `subscription`; in the second,
        `event` is the name of the event and the subscription stands under `data`. No body is known, so all of
        it follows the other events (inferred).
        """


# After the class, because what a variant holds may hold the variant.
from .subscription_event_envelope import SubscriptionEventEnvelope
from .subscription_event_notice import SubscriptionEventNotice

if not TYPE_CHECKING:
    SubscriptionEvent.options = (
        SubscriptionEventEnvelope,
        SubscriptionEventNotice,
    )
