"""InvoiceEventEnvelope, as the contract describes it."""

from ..model import Model
from .event_header import EventHeader
from .invoice import Invoice


class InvoiceEventEnvelope(Model, kw_only=True):
    """News of an invoice, with the invoice under its own name."""

    invoice: Invoice
    """The invoice after the event (inferred)."""
    event: EventHeader
    """What happened, when and where."""
