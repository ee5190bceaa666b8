"""CustomerSnapshot, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, DateTime, Unset


class CustomerSnapshot(Model, kw_only=True):
    """The payer as an event carries it, complete or only with name and e-mail address.

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
    phone: str | Unset = UNSET
    """Phone number with its country prefix, such as +57."""
    document_type: DocumentType | Unset | None = UNSET
    """Kind of identity document, null in a documented event for a payer without one."""
    document_number: str | Unset | None = UNSET
    """Number of the identity document, null in a documented event for a payer without one."""
    created_at: DateTime | Unset = UNSET
    """When the customer was created."""
    is_test: bool | Unset = UNSET
    """Whether the customer belongs to the test environment."""


# After the class, because objects may hold each other.
from .document_type import DocumentType
