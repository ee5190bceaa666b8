"""PaymentSnapshot, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class PaymentSnapshot(Model, kw_only=True):
    """A payment as other objects and events carry it, complete or in part.

    It takes the full form of `Payment`, the form of the mirror, the shorter one of older invoices and the
    few fields of the webhook overview and of the newest events; fetch the payment itself where more is
    needed.

    Attributes:
        id: UUID of the payment.
        amount: In a reply this is whole Colombian pesos. In an event the unit is not settled: four
            official samples pair 150000 with $1.500 (cents) and an older one with $150.000 (pesos), and
            programs read it both ways. Take the amount from `payments_get`.
        status: State of the payment, in the wider vocabulary of the samples.
        source: What the payment is for, or the word `outbound` in the mirror's form.
        source_id: Id of what the payment comes from, in the mirror's form, null in its only sample.
        currency: Currency of the amount.
        amount_label: The amount formatted for display, such as `$ 150.000`, without the sign in older
            invoices.
        title: Title that the payer reads.
        description: Longer text that the payer reads, null when none was given.
        reference: Reference by which the payer finds the payment, in the mirror's form.
        phone: Phone number to which the link was sent, with its country prefix, null when none was given.
        email: E-mail address to which the link was sent, in the mirror's form.
        expiration_at: Moment from which the payment can no longer be made, null when it does not expire.
        due_date: Day on which the payment falls due, null when none was set.
        document_link: Address of the document to be paid, null when there is none.
        external_id: Your own id for the payment, null when none was given.
        allows: Which payment methods the payer is offered.
        is_test: Whether the payment belongs to the test environment.
        is_expired: Whether the payment has expired, in the mirror's form.
        created_at: When the payment was created.
        paid_at: When the payment was made, null while it has not been.
        payment_link: Address where the payer pays, null in the documented sample of an approved payment.
        redirect_url: Address to which the payer is sent after paying, null when none was given.
        invoice_id: UUID of the invoice that the payment collects, in `invoice.paid`.
        provider_id: Id of the payment in a provider's system, null in every available sample.
        metadata: Your own data, null when none was given.
        customer: Who paid, null while nobody has.
        method: The method that paid, null while nobody has; test payments carry none in events.
        payment_method: The method that paid in the words of older events, which one program reads where
            `method` is missing.
        splits: Shares of the payment that go to others, an empty list when there are none.
        company: The company that collects, null in every available page.
        commission: What OnePay keeps of the payment, null in every available sample and of no known type.
        coupon: Coupon that lowers the amount, in the mirror's form, null in its only sample and of no
            known type.
        partial_payment: How far a payment in parts has come, present only when the payment has a partial
            payment configuration.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "email",
            "phone",
        }
    )

    id: str
    """UUID of the payment."""
    amount: int
    """In a reply this is whole Colombian pesos.

    In an event the unit is not settled: four official samples pair 150000 with $1.500 (cents) and an older
    one with $150.000 (pesos), and programs read it both ways. Take the amount from `payments_get`.
    """
    status: PaymentSnapshotStatus
    """State of the payment, in the wider vocabulary of the samples."""
    source: str | Unset = UNSET
    """What the payment is for, or the word `outbound` in the mirror's form."""
    source_id: str | Unset | None = UNSET
    """Id of what the payment comes from, in the mirror's form, null in its only sample."""
    currency: Currency | Unset = UNSET
    """Currency of the amount."""
    amount_label: str | Unset = UNSET
    """The amount formatted for display, such as `$ 150.000`, without the sign in older invoices."""
    title: str | Unset = UNSET
    """Title that the payer reads."""
    description: str | Unset | None = UNSET
    """Longer text that the payer reads, null when none was given."""
    reference: str | Unset = UNSET
    """Reference by which the payer finds the payment, in the mirror's form."""
    phone: str | Unset | None = UNSET
    """Phone number to which the link was sent, with its country prefix, null when none was given."""
    email: str | Unset = UNSET
    """E-mail address to which the link was sent, in the mirror's form."""
    expiration_at: DateTime | Unset | None = UNSET
    """Moment from which the payment can no longer be made, null when it does not expire."""
    due_date: str | Unset | None = UNSET
    """Day on which the payment falls due, null when none was set."""
    document_link: str | Unset | None = UNSET
    """Address of the document to be paid, null when there is none."""
    external_id: str | Unset | None = UNSET
    """Your own id for the payment, null when none was given."""
    allows: Allows | Unset = UNSET
    """Which payment methods the payer is offered."""
    is_test: bool | Unset = UNSET
    """Whether the payment belongs to the test environment."""
    is_expired: bool | Unset = UNSET
    """Whether the payment has expired, in the mirror's form."""
    created_at: DateTime | Unset = UNSET
    """When the payment was created."""
    paid_at: DateTime | Unset | None = UNSET
    """When the payment was made, null while it has not been."""
    payment_link: str | Unset | None = UNSET
    """Address where the payer pays, null in the documented sample of an approved payment."""
    redirect_url: str | Unset | None = UNSET
    """Address to which the payer is sent after paying, null when none was given."""
    invoice_id: str | Unset = UNSET
    """UUID of the invoice that the payment collects, in `invoice.paid`."""
    provider_id: str | Unset | None = UNSET
    """Id of the payment in a provider's system, null in every available sample."""
    metadata: Metadata | Unset | None = UNSET
    """Your own data, null when none was given."""
    customer: CustomerSnapshot | Unset | None = UNSET
    """Who paid, null while nobody has."""
    method: PaymentMethod | Unset | None = UNSET
    """The method that paid, null while nobody has; test payments carry none in events."""
    payment_method: PaymentMethodSnapshot | Unset = UNSET
    """The method that paid in the words of older events, which one program reads where `method` is missing.
    """
    splits: list[Split] | Unset = UNSET
    """Shares of the payment that go to others, an empty list when there are none."""
    company: PaymentCompany | Unset | None = UNSET
    """The company that collects, null in every available page."""
    commission: Unset | None = UNSET
    """What OnePay keeps of the payment, null in every available sample and of no known type."""
    coupon: Unset | None = UNSET
    """Coupon that lowers the amount, in the mirror's form, null in its only sample and of no known type."""
    partial_payment: PartialPayment | Unset = UNSET
    """How far a payment in parts has come, present only when the payment has a partial payment configuration.
    """


# After the class, because objects may hold each other.
from .allows import Allows
from .currency import Currency
from .customer_snapshot import CustomerSnapshot
from .metadata import Metadata
from .partial_payment import PartialPayment
from .payment_company import PaymentCompany
from .payment_method import PaymentMethod
from .payment_method_snapshot import PaymentMethodSnapshot
from .payment_snapshot_status import PaymentSnapshotStatus
from .split import Split
