"""InvoiceSnapshot, as the contract describes it."""

from __future__ import annotations

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class InvoiceSnapshot(Model, kw_only=True):
    """An invoice inside an event.

    The fields that programs read in `invoice.paid` are `id`, `provider`, `provider_id`, `external_id`,
    `metadata` and `payment`; that the rest of an invoice may come with them is inferred.

    Attributes:
        id: Identifier of the invoice, a UUID.
        payment: The payment that collects the invoice. Its `amount` is in pesos in `invoice.paid`, say
            the programs that register money by it.
        name: Name or concept of the invoice; it becomes the title of the payment.
        description: Longer text about the invoice. That events carry it is inferred.
        amount: Amount in whole Colombian pesos. That events carry it is inferred.
        provider: Free name of the billing system that the invoice comes from, such as `biller` or
            `WISPRO`.
        provider_id: Identifier of the invoice in that billing system. OnePay was seen to overwrite it
            when it replaced the payment.
        external_id: Your own id of the invoice, as it was sent; no page shows it.
        reference: Reference under which the payer finds the invoice.
        status: State of the invoice itself; the state of the collection is on the payment.
        remarks: Observations on the invoice. Every sample shows null; that other values have the forms
            known from charges is inferred.
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
    payment: PaymentSnapshot
    """The payment that collects the invoice.

    Its `amount` is in pesos in `invoice.paid`, say the programs that register money by it.
    """
    name: str | Unset = UNSET
    """Name or concept of the invoice; it becomes the title of the payment."""
    description: str | Unset = UNSET
    """Longer text about the invoice. That events carry it is inferred."""
    amount: int | Unset = UNSET
    """Amount in whole Colombian pesos. That events carry it is inferred."""
    provider: str | Unset = UNSET
    """Free name of the billing system that the invoice comes from, such as `biller` or `WISPRO`."""
    provider_id: str | Unset = UNSET
    """Identifier of the invoice in that billing system.

    OnePay was seen to overwrite it when it replaced the payment.
    """
    external_id: str | Unset = UNSET
    """Your own id of the invoice, as it was sent; no page shows it."""
    reference: str | Unset = UNSET
    """Reference under which the payer finds the invoice."""
    status: InvoiceStatus | Unset = UNSET
    """State of the invoice itself; the state of the collection is on the payment."""
    remarks: Remarks | Unset | None = UNSET
    """Observations on the invoice.

    Every sample shows null; that other values have the forms known from charges is inferred.
    """
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
