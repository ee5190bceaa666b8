"""Invoice, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class Invoice(Model, kw_only=True):
    """A bill to a customer, with the payment that collects it.

    The newest samples of the create and get pages show every field below; older versions of those pages
    and the update page show fewer and nest a smaller payment. The newest form is followed here, and only
    what all of them share is required.

    Attributes:
        id: Identifier of the invoice, a UUID.
        name: Name or concept of the invoice; it becomes the title of the payment.
        provider: Free name of the billing system that the invoice comes from, such as `biller` or
            `WISPRO`.
        provider_id: Identifier of the invoice in that billing system; the payment repeats it as its
            `external_id`.
        reference: Reference under which the payer finds the invoice.
        status: State of the invoice itself; the state of the collection is on the payment.
        remarks: Observations on the invoice. Every sample shows null; that other values have the forms
            known from charges is inferred.
        payment: The payment that collects the invoice.
        description: Longer text about the invoice. Only the newer reply of the update page carries it.
        amount: Amount in whole Colombian pesos. Older replies leave it out and show it on the payment
            only.
        external_id: Your own id of the invoice, as it was sent; no page shows it.
        metadata: Data of yours that was sent with the invoice. The oldest replies leave it out.
        due_date: Date on which the invoice is due. The newest sample shows null although a date was sent,
            so the spelling of a filled one is not known; older replies leave it out.
        created_at: Moment at which the invoice was created. The oldest replies leave it out.
        updated_at: Moment of the last change. The oldest replies leave it out.
        payment_id: Identifier of the payment that collects the invoice, a UUID. An update replaces that
            payment.
        is_test: Whether the invoice was made with a test key.
        partial_payment_config: Terms under which the invoice may be paid in parts; null when it must be
            paid at once.
    """

    id: str
    """Identifier of the invoice, a UUID."""
    name: str
    """Name or concept of the invoice; it becomes the title of the payment."""
    provider: str
    """Free name of the billing system that the invoice comes from, such as `biller` or `WISPRO`."""
    provider_id: str
    """Identifier of the invoice in that billing system; the payment repeats it as its `external_id`."""
    reference: str
    """Reference under which the payer finds the invoice."""
    status: InvoiceStatus
    """State of the invoice itself; the state of the collection is on the payment."""
    remarks: Remarks | None
    """Observations on the invoice.

    Every sample shows null; that other values have the forms known from charges is inferred.
    """
    payment: PaymentSnapshot
    """The payment that collects the invoice."""
    description: str | Unset = UNSET
    """Longer text about the invoice. Only the newer reply of the update page carries it."""
    amount: int | Unset = UNSET
    """Amount in whole Colombian pesos. Older replies leave it out and show it on the payment only."""
    external_id: str | Unset = UNSET
    """Your own id of the invoice, as it was sent; no page shows it."""
    metadata: Metadata | Unset = UNSET
    """Data of yours that was sent with the invoice. The oldest replies leave it out."""
    due_date: str | Unset | None = UNSET
    """Date on which the invoice is due.

    The newest sample shows null although a date was sent, so the spelling of a filled one is not known; older
    replies leave it out.
    """
    created_at: DateTime | Unset = UNSET
    """Moment at which the invoice was created. The oldest replies leave it out."""
    updated_at: DateTime | Unset = UNSET
    """Moment of the last change. The oldest replies leave it out."""
    payment_id: str | Unset = UNSET
    """Identifier of the payment that collects the invoice, a UUID. An update replaces that payment."""
    is_test: bool | Unset = UNSET
    """Whether the invoice was made with a test key."""
    partial_payment_config: PartialPaymentConfig | Unset | None = UNSET
    """Terms under which the invoice may be paid in parts; null when it must be paid at once."""


# After the class, because objects may hold each other.
from .invoice_status import InvoiceStatus
from .metadata import Metadata
from .partial_payment_config import PartialPaymentConfig
from .payment_snapshot import PaymentSnapshot
from .remarks import Remarks
