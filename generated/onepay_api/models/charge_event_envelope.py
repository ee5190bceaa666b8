"""ChargeEventEnvelope, as the contract describes it."""

from ..model import Model
from .event_header import EventHeader
from .payment_intent import PaymentIntent


class ChargeEventEnvelope(Model, kw_only=True):
    """News of a charge, with the charge under its own name."""

    charge: PaymentIntent
    """The charge after the event, in the form of a payment intent, with its payment method and its customer.
    """
    event: EventHeader
    """What happened, when and where."""
