"""DirectDebit, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import DateTime


class DirectDebit(Model, kw_only=True):
    """A utility bill and its enrolment in automatic debits.

    Attributes:
        bill_id: Identifier of the bill, a UUID.
        status: State of the enrolment.
        created_at: Moment at which the bill was enrolled.
        updated_at: Moment of the last change.
        document_type: Kind of the payer's identity document.
        document_number: Number of the payer's identity document.
        first_name: First name of the payer.
        last_name: Last name of the payer.
        phone: Phone number of the payer with the country prefix.
        email: E-mail address of the payer; the empty string when there is none.
        bill_reference: Reference under which the provider finds the bill.
        payment_method_type: Kind of the payment method that is enrolled; the samples show `Other`.
        payment_method_description: Text that names the payment method; the samples show null.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "document_number",
            "email",
            "first_name",
            "last_name",
            "phone",
        }
    )

    bill_id: str
    """Identifier of the bill, a UUID."""
    status: DirectDebitStatus
    """State of the enrolment."""
    created_at: DateTime
    """Moment at which the bill was enrolled."""
    updated_at: DateTime
    """Moment of the last change."""
    document_type: DocumentType
    """Kind of the payer's identity document."""
    document_number: str
    """Number of the payer's identity document."""
    first_name: str
    """First name of the payer."""
    last_name: str
    """Last name of the payer."""
    phone: str
    """Phone number of the payer with the country prefix."""
    email: str
    """E-mail address of the payer; the empty string when there is none."""
    bill_reference: str
    """Reference under which the provider finds the bill."""
    payment_method_type: PaymentMethodType
    """Kind of the payment method that is enrolled; the samples show `Other`."""
    payment_method_description: str | None
    """Text that names the payment method; the samples show null."""


# After the class, because objects may hold each other.
from .direct_debit_status import DirectDebitStatus
from .document_type import DocumentType
from .payment_method_type import PaymentMethodType
