"""ConnectLinkEvent, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    ConnectLinkEvent: TypeAlias = "ConnectLinkEventEnvelope | ConnectLinkEventNotice"
    """News of a connect link, in one of two envelopes.

    In the first, `event` is an object and the link stands under `connect_link`; in the second, `event` is the
    name of the event and the link stands under `data`. All that is known of the body is that it carries
    `payment_method.id` somewhere; the rest follows the other events (inferred).
    """
else:

    class ConnectLinkEvent(VariantBase):
        """News of a connect link, in one of two envelopes.

        In the first, `event` is an object and the link stands under `connect_link`; in the second, `event` is
        the name of the event and the link stands under `data`. All that is known of the body is that it
        carries `payment_method.id` somewhere; the rest follows the other events (inferred).
        """


# After the class, because what a variant holds may hold the variant.
from .connect_link_event_envelope import ConnectLinkEventEnvelope
from .connect_link_event_notice import ConnectLinkEventNotice

if not TYPE_CHECKING:
    ConnectLinkEvent.options = (
        ConnectLinkEventEnvelope,
        ConnectLinkEventNotice,
    )
