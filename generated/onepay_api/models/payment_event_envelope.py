"""PaymentEventEnvelope, as the contract describes it."""

from ..model import Model
from .event_header import EventHeader
from .event_payment import EventPayment


class PaymentEventEnvelope(Model, kw_only=True):
    """News of a payment, with the payment under its own name."""

    payment: EventPayment
    """The payment after the event.

    With test payment methods its `method` stays empty, so read the payment to learn it (observed).
    """
    event: EventHeader
    """What happened, when and where."""
