"""PaymentEventEnvelope, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class PaymentEventEnvelope(Model, kw_only=True):
    """News of a payment, with the payment under its own name.

    Attributes:
        payment: The payment after the event. With test payment methods its `method` stays empty, so read
            the payment to learn it (observed).
        event: What happened, when and where.
    """

    payment: EventPayment
    """The payment after the event.

    With test payment methods its `method` stays empty, so read the payment to learn it (observed).
    """
    event: EventHeader
    """What happened, when and where."""


# After the class, because objects may hold each other.
from .event_header import EventHeader
from .event_payment import EventPayment
