"""SubscriptionCustomer, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class SubscriptionCustomer(Model, kw_only=True):
    """The customer of a subscription.

    Its fields differ from the customer inside payments: the document number is called `document`, and
    there is neither a creation date nor a test flag.

    Attributes:
        id: Identifier of the customer, a UUID.
        first_name: First name, or the name of a company.
        last_name: Last name, or the legal form of a company.
        email: E-mail address; it may be the empty string.
        phone: Phone number with the country prefix.
        document: Number of the identity document.
        document_type: Kind of the identity document; the samples show `RUT`.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "document",
            "email",
            "first_name",
            "last_name",
            "phone",
        }
    )

    id: str
    """Identifier of the customer, a UUID."""
    first_name: str
    """First name, or the name of a company."""
    last_name: str
    """Last name, or the legal form of a company."""
    email: str
    """E-mail address; it may be the empty string."""
    phone: str
    """Phone number with the country prefix."""
    document: str
    """Number of the identity document."""
    document_type: DocumentType
    """Kind of the identity document; the samples show `RUT`."""


# After the class, because objects may hold each other.
from .document_type import DocumentType
