"""CompanyOwner, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Unset


class CompanyOwner(Model, kw_only=True):
    """The person who owns a company.

    Attributes:
        name: First name of the owner.
        last_name: Last name of the owner.
        document_type: Kind of the identity document, in lower case here.
        dni: Number of the identity document.
        phone: Telephone number in E.164 form.
        email: E-mail address of the owner.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "dni",
            "email",
            "last_name",
            "name",
            "phone",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    name: str
    """First name of the owner."""
    last_name: str
    """Last name of the owner."""
    document_type: CompanyOwnerDocumentTypeLike
    """Kind of the identity document, in lower case here."""
    dni: str
    """Number of the identity document."""
    phone: str | Unset | None = UNSET
    """Telephone number in E.164 form."""
    email: str | Unset | None = UNSET
    """E-mail address of the owner."""


# After the class, because objects may hold each other.
from .company_owner_document_type import CompanyOwnerDocumentTypeLike
