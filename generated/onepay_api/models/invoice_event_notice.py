"""InvoiceEventNotice, as the contract describes it."""

from ..model import Model
from .invoice import Invoice
from .invoice_event_name import InvoiceEventName


class InvoiceEventNotice(Model, kw_only=True):
    """News of an invoice, as the name of the event and its data."""

    event: InvoiceEventName
    """Name of the event."""
    data: Invoice
    """The invoice after the event (inferred)."""
