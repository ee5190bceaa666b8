"""Payment, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class Payment(Model, kw_only=True):
    """A request for money that a payer settles behind a link.

    This is the form that the payment page and the newer version of the creation page print; the mirror of
    the creation page prints another (`PaymentMirror`), and older invoices and events print parts of it
    (`PaymentSnapshot`). The payment page was chosen because it is complete.

    Attributes:
        id: UUID of the payment.
        source: What the payment is for, equal to the title in every sample of this form.
        currency: Currency of the amount.
        amount: Amount in whole Colombian pesos.
        amount_label: The amount formatted for display, such as `$ 150.000`.
        title: Title that the payer reads.
        description: Longer text that the payer reads, null when none was given.
        phone: Phone number to which the link was sent, with its country prefix, null when none was given.
        expiration_at: Moment from which the payment can no longer be made, null when it does not expire.
        due_date: Day on which the payment falls due, null when none was set. It does not block the
            payment; every available sample shows null, so its format is not known.
        document_link: Address of the document to be paid, such as a bill in PDF, null when there is none.
        external_id: Your own id for the payment, null when none was given.
        allows: Which payment methods the payer is offered.
        status: State of the payment.
        is_test: Whether the payment belongs to the test environment.
        created_at: When the payment was created.
        paid_at: When the payment was made, null while it has not been.
        payment_link: Address where the payer pays, null in the documented sample of an approved payment.
        redirect_url: Address to which the payer is sent after paying, null when none was given. That
            somebody arrives there does not prove that the payment was made.
        provider_id: Id of the payment in a provider's system, null in every available sample.
        metadata: Your own data, null when none was given.
        customer: Who paid, null while nobody has.
        method: The method that paid, null while nobody has. Every available sample shows null, even of an
            approved payment; that the forms are those of a charge is inferred.
        splits: Shares of the payment that go to others, an empty list when there are none.
        company: The company that collects, null in every available page.
        commission: What OnePay keeps of the payment. Every available sample shows null and no page gives
            its type, so null is all that is described here.
        partial_payment: How far a payment in parts has come, present only when the payment has a partial
            payment configuration.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "phone",
        }
    )

    id: str
    """UUID of the payment."""
    source: str
    """What the payment is for, equal to the title in every sample of this form."""
    currency: Currency
    """Currency of the amount."""
    amount: int
    """Amount in whole Colombian pesos."""
    amount_label: str
    """The amount formatted for display, such as `$ 150.000`."""
    title: str
    """Title that the payer reads."""
    description: str | None
    """Longer text that the payer reads, null when none was given."""
    phone: str | None
    """Phone number to which the link was sent, with its country prefix, null when none was given."""
    expiration_at: DateTime | None
    """Moment from which the payment can no longer be made, null when it does not expire."""
    due_date: str | None
    """Day on which the payment falls due, null when none was set.

    It does not block the payment; every available sample shows null, so its format is not known.
    """
    document_link: str | None
    """Address of the document to be paid, such as a bill in PDF, null when there is none."""
    external_id: str | None
    """Your own id for the payment, null when none was given."""
    allows: Allows
    """Which payment methods the payer is offered."""
    status: PaymentStatus
    """State of the payment."""
    is_test: bool | Unset
    """Whether the payment belongs to the test environment."""
    created_at: DateTime
    """When the payment was created."""
    paid_at: DateTime | None
    """When the payment was made, null while it has not been."""
    payment_link: str | None
    """Address where the payer pays, null in the documented sample of an approved payment."""
    redirect_url: str | None
    """Address to which the payer is sent after paying, null when none was given.

    That somebody arrives there does not prove that the payment was made.
    """
    provider_id: str | None
    """Id of the payment in a provider's system, null in every available sample."""
    metadata: Metadata | None
    """Your own data, null when none was given."""
    customer: CustomerSummary | None
    """Who paid, null while nobody has."""
    method: PaymentMethod | None
    """The method that paid, null while nobody has.

    Every available sample shows null, even of an approved payment; that the forms are those of a charge is
    inferred.
    """
    splits: list[Split]
    """Shares of the payment that go to others, an empty list when there are none."""
    company: PaymentCompany | None
    """The company that collects, null in every available page."""
    commission: None
    """What OnePay keeps of the payment.

    Every available sample shows null and no page gives its type, so null is all that is described here.
    """
    partial_payment: PartialPayment | Unset = UNSET
    """How far a payment in parts has come, present only when the payment has a partial payment configuration.
    """


# After the class, because objects may hold each other.
from .allows import Allows
from .currency import Currency
from .customer_summary import CustomerSummary
from .metadata import Metadata
from .partial_payment import PartialPayment
from .payment_company import PaymentCompany
from .payment_method import PaymentMethod
from .payment_status import PaymentStatus
from .split import Split
