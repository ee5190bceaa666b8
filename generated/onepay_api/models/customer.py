"""Customer, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Date, DateTime, Unset


class Customer(Model, kw_only=True):
    """A person or company that pays, or is paid by, the merchant.

    Cards, accounts, charges and cashouts hang from it. The page of the create operation contradicts
    itself: its sample reply carries `first_name` and `last_name`, its response table a single `name`. The
    sample is followed here, because the customers nested in other replies have the same two names; `name`
    stays readable beside them.

    Attributes:
        id: UUID of the customer.
        first_name: First name, or the name of a company.
        last_name: Last name of the customer.
        email: E-mail address, which may be the empty string.
        phone: Telephone number in E.164 form, with the country prefix.
        document_type: Kind of the identity document.
        document_number: Number of the identity document.
        nationality: Country as an ISO 3166-1 alpha-2 code.
        birthdate: Date of birth.
        created_at: When the customer was registered.
        name: Full name in one piece. It stands in the response table of the documentation only; the
            sample reply has `first_name` and `last_name` instead.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "birthdate",
            "document_number",
            "email",
            "first_name",
            "last_name",
            "name",
            "phone",
        }
    )

    id: str
    """UUID of the customer."""
    first_name: str
    """First name, or the name of a company."""
    last_name: str
    """Last name of the customer."""
    email: str
    """E-mail address, which may be the empty string."""
    phone: str
    """Telephone number in E.164 form, with the country prefix."""
    document_type: DocumentType
    """Kind of the identity document."""
    document_number: str
    """Number of the identity document."""
    nationality: str
    """Country as an ISO 3166-1 alpha-2 code."""
    birthdate: Date
    """Date of birth."""
    created_at: DateTime
    """When the customer was registered."""
    name: str | Unset = UNSET
    """Full name in one piece.

    It stands in the response table of the documentation only; the sample reply has `first_name` and
    `last_name` instead.
    """


# After the class, because objects may hold each other.
from .document_type import DocumentType
