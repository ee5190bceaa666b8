"""PaymentMirror, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import DateTime


class PaymentMirror(Model, kw_only=True):
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
    phone: str
    """Phone number to which the link was sent, with its country prefix."""
    email: str
    """E-mail address to which the link was sent."""
    expiration_at: DateTime
    """Moment from which the payment can no longer be made."""
    redirect_url: str
    """Address to which the payer is sent after paying."""
    payment_link: str
    """Address where the payer pays."""
    allows: Allows
    """Which payment methods the payer is offered."""
    metadata: Metadata
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


# After the class, because objects may hold each other.
from .allows import Allows
from .currency import Currency
from .customer_summary import CustomerSummary
from .metadata import Metadata
from .payment_status import PaymentStatus
from .split import Split
