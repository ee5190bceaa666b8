"""PaymentEventNotice, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class PaymentEventNotice(Model, kw_only=True):
    """News of a payment, as the name of the event and its data.

    Attributes:
        event: Name of the event.
        data: The payment after the event.
    """

    event: PaymentEventName
    """Name of the event."""
    data: PaymentNotice
    """The payment after the event."""


# After the class, because objects may hold each other.
from .payment_event_name import PaymentEventName
from .payment_notice import PaymentNotice
