"""ChargeEventNotice, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class ChargeEventNotice(Model, kw_only=True):
    """News of a charge, as the name of the event and its data.

    The envelope is documented; that its charge has the form of a payment intent is inferred, as no sample
    is available.

    Attributes:
        event: Name of the event.
        data: The charge after the event.
    """

    event: ChargeEventName
    """Name of the event."""
    data: PaymentIntent
    """The charge after the event."""


# After the class, because objects may hold each other.
from .charge_event_name import ChargeEventName
from .payment_intent import PaymentIntent
