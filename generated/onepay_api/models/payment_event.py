"""PaymentEvent, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    PaymentEvent: TypeAlias = "PaymentEventEnvelope | PaymentEventNotice"
    """News of a payment, in one of two envelopes.

    In the first, `event` is an object and the payment stands under `payment`: the pages about payment events
    and webhooks show it, and all programs that are known to run read it, so it is the one to expect. In the
    second, `event` is the name of the event and the payment stands under `data`: the newest page of samples
    shows it.
    """
else:

    class PaymentEvent(VariantBase):
        """News of a payment, in one of two envelopes.

        In the first, `event` is an object and the payment stands under `payment`: the pages about payment
        events and webhooks show it, and all programs that are known to run read it, so it is the one to
        expect. In the second, `event` is the name of the event and the payment stands under `data`: the
        newest page of samples shows it.
        """


# After the class, because what a variant holds may hold the variant.
from .payment_event_envelope import PaymentEventEnvelope
from .payment_event_notice import PaymentEventNotice

if not TYPE_CHECKING:
    PaymentEvent.options = (
        PaymentEventEnvelope,
        PaymentEventNotice,
    )
