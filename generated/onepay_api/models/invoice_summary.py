"""InvoiceSummary, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model


class InvoiceSummary(Model, kw_only=True):
    """An invoice as a list shows it, without its payment.

    The list page shows these fields and no others; read one invoice to get the rest.

    Attributes:
        id: Identifier of the invoice, a UUID.
        name: Name or concept of the invoice.
        provider: Free name of the billing system that the invoice comes from.
        provider_id: Identifier of the invoice in that billing system.
        reference: Reference under which the payer finds the invoice.
        status: State of the invoice.
        remarks: Observations on the invoice; the sample shows null, other forms are inferred from
            charges.
        metadata: Data of yours that was sent with the invoice.
    """

    id: str
    """Identifier of the invoice, a UUID."""
    name: str
    """Name or concept of the invoice."""
    provider: str
    """Free name of the billing system that the invoice comes from."""
    provider_id: str
    """Identifier of the invoice in that billing system."""
    reference: str
    """Reference under which the payer finds the invoice."""
    status: InvoiceStatus
    """State of the invoice."""
    remarks: Remarks | None
    """Observations on the invoice; the sample shows null, other forms are inferred from charges."""
    metadata: Metadata
    """Data of yours that was sent with the invoice."""


# After the class, because objects may hold each other.
from .invoice_status import InvoiceStatus
from .metadata import Metadata
from .remarks import Remarks
