"""CustomerSummary, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class CustomerSummary(Model, kw_only=True):
    """The customer as other objects carry it, without nationality and birth date.

    Attributes:
        id: UUID of the customer.
        first_name: First name of a person, or the name of a company.
        last_name: Last name, or the legal form of a company.
        email: E-mail address, the empty string when there is none.
        phone: Phone number with its country prefix, such as +57.
        document_type: Kind of identity document, null in a documented event for a payer without one.
        document_number: Number of the identity document, null in a documented event for a payer without
            one.
        created_at: When the customer was created.
        is_test: Whether the customer belongs to the test environment.
        user_type: Whether the customer is a natural person or a company; one program reads it on a
            payment.
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

    id: str
    """UUID of the customer."""
    first_name: str
    """First name of a person, or the name of a company."""
    last_name: str
    """Last name, or the legal form of a company."""
    email: str
    """E-mail address, the empty string when there is none."""
    phone: str
    """Phone number with its country prefix, such as +57."""
    document_type: DocumentType | None
    """Kind of identity document, null in a documented event for a payer without one."""
    document_number: str | None
    """Number of the identity document, null in a documented event for a payer without one."""
    created_at: DateTime
    """When the customer was created."""
    is_test: bool
    """Whether the customer belongs to the test environment."""
    user_type: UserType | Unset = UNSET
    """Whether the customer is a natural person or a company; one program reads it on a payment."""


# After the class, because objects may hold each other.
from .document_type import DocumentType
from .user_type import UserType
