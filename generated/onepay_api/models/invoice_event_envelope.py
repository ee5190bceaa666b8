"""InvoiceEventEnvelope, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class InvoiceEventEnvelope(Model, kw_only=True):
    """News of an invoice, with the invoice under its own name.

    Attributes:
        invoice: The invoice after the event.
        event: What happened, when and where.
    """

    invoice: InvoiceSnapshot
    """The invoice after the event."""
    event: EventHeader
    """What happened, when and where."""


# After the class, because objects may hold each other.
from .event_header import EventHeader
from .invoice_snapshot import InvoiceSnapshot
