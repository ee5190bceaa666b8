"""PaymentMirror, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from onepay_core.types import UNSET, DateTime, Unset

from .payment import Payment


class PaymentMirror(Payment, kw_only=True):
    """A payment as the mirror of the creation page prints it.

    It knows `reference`, `email`, `coupon` and `is_expired`, lacks `is_test`, `paid_at` and `method`, and
    its `source` is the word `outbound` where `Payment` repeats the title.

    Attributes:
        id: UUID of the payment.
        amount: Amount in whole Colombian pesos.
        amount_label: The amount formatted for display, such as `$ 150.000`.
        currency: Currency of the amount.
        title: Title that the payer reads.
        description: Longer text that the payer reads, null when none was given.
        reference: Reference by which the payer finds the payment.
        status: State of the payment.
        source: Where the payment comes from, `outbound` in the sample.
        source_id: Id of what the payment comes from, null in the only sample.
        customer: Who paid, null while nobody has.
        phone: Phone number to which the link was sent, with its country prefix.
        email: E-mail address to which the link was sent.
        expiration_at: Moment from which the payment can no longer be made.
        redirect_url: Address to which the payer is sent after paying.
        payment_link: Address where the payer pays.
        allows: Which payment methods the payer is offered.
        metadata: Your own data.
        splits: Shares of the payment that go to others, an empty list when there are none.
        coupon: Coupon that lowers the amount. The only sample shows null and gives no type, so null is
            all that is described here.
        created_at: When the payment was created.
        is_expired: Whether the payment has expired.
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
    """Amount in whole Colombian pesos."""
    amount_label: str
    """The amount formatted for display, such as `$ 150.000`."""
    currency: Currency
    """Currency of the amount."""
    title: str
    """Title that the payer reads."""
    description: str | None
    """Longer text that the payer reads, null when none was given."""
    reference: str
    """Reference by which the payer finds the payment."""
    status: PaymentStatus
    """State of the payment."""
    source: str
    """Where the payment comes from, `outbound` in the sample."""
    source_id: str | None
    """Id of what the payment comes from, null in the only sample."""
    customer: CustomerSummary | None
    """Who paid, null while nobody has."""
    phone: str  # pyright: ignore[reportIncompatibleVariableOverride]
    """Phone number to which the link was sent, with its country prefix."""
    email: str
    """E-mail address to which the link was sent."""
    expiration_at: DateTime  # pyright: ignore[reportIncompatibleVariableOverride]
    """Moment from which the payment can no longer be made."""
    redirect_url: str  # pyright: ignore[reportIncompatibleVariableOverride]
    """Address to which the payer is sent after paying."""
    payment_link: str  # pyright: ignore[reportIncompatibleVariableOverride]
    """Address where the payer pays."""
    allows: Allows
    """Which payment methods the payer is offered."""
    metadata: Metadata  # pyright: ignore[reportIncompatibleVariableOverride]
    """Your own data."""
    splits: list[Split]
    """Shares of the payment that go to others, an empty list when there are none."""
    coupon: None
    """Coupon that lowers the amount.

    The only sample shows null and gives no type, so null is all that is described here.
    """
    created_at: DateTime
    """When the payment was created."""
    is_expired: bool
    """Whether the payment has expired."""
    due_date: str | None = msgspec.field(default=None, name="(absent) due_date")
    """Not in this form."""
    document_link: str | None = msgspec.field(default=None, name="(absent) document_link")
    """Not in this form."""
    external_id: str | None = msgspec.field(default=None, name="(absent) external_id")
    """Not in this form."""
    is_test: bool | Unset = msgspec.field(default=UNSET, name="(absent) is_test")
    """Not in this form."""
    paid_at: DateTime | None = msgspec.field(default=None, name="(absent) paid_at")
    """Not in this form."""
    provider_id: str | None = msgspec.field(default=None, name="(absent) provider_id")
    """Not in this form."""
    method: PaymentMethod | None = msgspec.field(default=None, name="(absent) method")
    """Not in this form."""
    company: PaymentCompany | None = msgspec.field(default=None, name="(absent) company")
    """Not in this form."""
    commission: None = msgspec.field(default=None, name="(absent) commission")
    """Not in this form."""
    partial_payment: PartialPayment | Unset = msgspec.field(default=UNSET, name="(absent) partial_payment")
    """Not in this form."""


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
