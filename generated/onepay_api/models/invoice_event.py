"""InvoiceEvent, as the contract describes it."""

from typing import TYPE_CHECKING, TypeAlias

from onepay_core.values import VariantBase

if TYPE_CHECKING:
    InvoiceEvent: TypeAlias = "InvoiceEventEnvelope | InvoiceEventNotice"
    """News of an invoice, in one of two envelopes.

    In the first, `event` is an object and the invoice stands under `invoice`, as programs in production read
    `invoice.paid`; in the second, `event` is the name of the event and the invoice stands under `data`, which
    is inferred from other events. No body from OnePay itself is known.
    """
else:

    class InvoiceEvent(VariantBase):
        """News of an invoice, in one of two envelopes.

        In the first, `event` is an object and the invoice stands under `invoice`, as programs in production
        read `invoice.paid`; in the second, `event` is the name of the event and the invoice stands under
        `data`, which is inferred from other events. No body from OnePay itself is known.
        """


# After the class, because what a variant holds may hold the variant.
from .invoice_event_envelope import InvoiceEventEnvelope
from .invoice_event_notice import InvoiceEventNotice

if not TYPE_CHECKING:
    InvoiceEvent.options = (
        InvoiceEventEnvelope,
        InvoiceEventNotice,
    )
