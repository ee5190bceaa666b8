"""LegacyPaymentSnapshot, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import DateTime


class LegacyPaymentSnapshot(Model, kw_only=True):
    """A payment as the oldest sample of an event shows it.

    Its page has since been rewritten and shows no such payment any more; the form is kept so that it can
    still be read.

    Attributes:
        id: Identifier of the payment, a UUID.
        status: State of the payment.
        currency: Currency of the amount.
        amount: Amount as a string of digits. Whether an event means pesos or cents is not settled; take
            the amount from `payments_get`.
        external_id: Your own identifier of the payment.
        phone: Phone number that the link was sent to, with the country prefix.
        title: Title that the payer reads.
        description: Longer text that the payer reads.
        document_link: Address of the document that is paid.
        allow_credit: Whether credit cards were offered (inferred from the name).
        allow_debit: Whether debits were offered (inferred from the name).
        created_at: Moment at which the payment was created.
        paid_at: Moment at which the payment was made; null while it is unpaid.
        deletable: Whether the payment can still be deleted (inferred from the name).
        amount_label: The amount, formatted for display.
        payment_link: Address where the payer pays.
        message_status: How far the message with the link got; the sample shows `delivered`.
        customer: The person who is asked to pay.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "phone",
        }
    )

    id: str
    """Identifier of the payment, a UUID."""
    status: PaymentStatus
    """State of the payment."""
    currency: Currency
    """Currency of the amount."""
    amount: str
    """Amount as a string of digits.

    Whether an event means pesos or cents is not settled; take the amount from `payments_get`.
    """
    external_id: str
    """Your own identifier of the payment."""
    phone: str
    """Phone number that the link was sent to, with the country prefix."""
    title: str
    """Title that the payer reads."""
    description: str
    """Longer text that the payer reads."""
    document_link: str
    """Address of the document that is paid."""
    allow_credit: bool
    """Whether credit cards were offered (inferred from the name)."""
    allow_debit: bool
    """Whether debits were offered (inferred from the name)."""
    created_at: DateTime
    """Moment at which the payment was created."""
    paid_at: DateTime | None
    """Moment at which the payment was made; null while it is unpaid."""
    deletable: bool
    """Whether the payment can still be deleted (inferred from the name)."""
    amount_label: str
    """The amount, formatted for display."""
    payment_link: str
    """Address where the payer pays."""
    message_status: str
    """How far the message with the link got; the sample shows `delivered`."""
    customer: LegacyPayer
    """The person who is asked to pay."""


# After the class, because objects may hold each other.
from .currency import Currency
from .legacy_payer import LegacyPayer
from .payment_status import PaymentStatus
