"""CompanyOwner, as the contract describes it."""

from typing import ClassVar

from ..model import Model
from ..types import UNSET, Unset
from .company_owner_document_type import CompanyOwnerDocumentType


class CompanyOwner(Model, kw_only=True):
    """The person who owns a company."""

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
    document_type: CompanyOwnerDocumentType
    """Kind of the identity document, in lower case here."""
    dni: str
    """Number of the identity document."""
    phone: str | Unset = UNSET
    """Telephone number in E.164 form."""
    email: str | Unset = UNSET
    """E-mail address of the owner."""
