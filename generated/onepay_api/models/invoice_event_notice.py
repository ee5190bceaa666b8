"""InvoiceEventNotice, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class InvoiceEventNotice(Model, kw_only=True):
    """News of an invoice, as the name of the event and its data.

    Attributes:
        event: Name of the event.
        data: The invoice after the event (inferred).
    """

    event: InvoiceEventName
    """Name of the event."""
    data: InvoiceSnapshot
    """The invoice after the event (inferred)."""


# After the class, because objects may hold each other.
from .invoice_event_name import InvoiceEventName
from .invoice_snapshot import InvoiceSnapshot
