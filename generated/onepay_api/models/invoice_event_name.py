"""InvoiceEventName, as the contract describes it."""

from typing import ClassVar

from onepay_core.values import OpenEnum


class InvoiceEventName(OpenEnum):
    """Name of an event about an invoice. Both were met in a third-party program; no page names them."""

    __extensible__: ClassVar[bool] = True

    INVOICE_CREATED = "invoice.created"
    INVOICE_PAID = "invoice.paid"
