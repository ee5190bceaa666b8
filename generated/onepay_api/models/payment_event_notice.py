"""PaymentEventNotice, as the contract describes it."""

from ..model import Model
from .payment_event_name import PaymentEventName
from .payment_notice import PaymentNotice


class PaymentEventNotice(Model, kw_only=True):
    """News of a payment, as the name of the event and its data."""

    event: PaymentEventName
    """Name of the event."""
    data: PaymentNotice
    """The payment after the event."""
