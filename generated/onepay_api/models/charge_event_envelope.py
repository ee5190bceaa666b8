"""ChargeEventEnvelope, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class ChargeEventEnvelope(Model, kw_only=True):
    """News of a charge, with the charge under its own name.

    Attributes:
        charge: The charge after the event, in the form of a payment intent, with its payment method and
            its customer. That its `amount` is in pesos as in replies is inferred; the events of payments
            leave their unit open.
        event: What happened, when and where.
    """

    charge: PaymentIntent
    """The charge after the event, in the form of a payment intent, with its payment method and its customer.

    That its `amount` is in pesos as in replies is inferred; the events of payments leave their unit open.
    """
    event: EventHeader
    """What happened, when and where."""


# After the class, because objects may hold each other.
from .event_header import EventHeader
from .payment_intent import PaymentIntent
