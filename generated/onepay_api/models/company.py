"""Company, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model


class Company(Model, kw_only=True):
    """A company that was enrolled with OnePay.

    Attributes:
        id: UUID of the company.
        name: Name under which the company trades.
        legal_name: Name under which the company is registered.
        phone: Telephone number in E.164 form.
        document_type: Kind of the company's identity document.
        document_number: Number of the company's identity document, with its check digit.
        status: How far the enrolment has come.
        industry: Code of the industry.
        currency: The currency in which the company works.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "document_number",
            "phone",
        }
    )

    id: str
    """UUID of the company."""
    name: str
    """Name under which the company trades."""
    legal_name: str
    """Name under which the company is registered."""
    phone: str
    """Telephone number in E.164 form."""
    document_type: DocumentType
    """Kind of the company's identity document."""
    document_number: str
    """Number of the company's identity document, with its check digit."""
    status: CompanyStatus
    """How far the enrolment has come."""
    industry: str
    """Code of the industry."""
    currency: Currency
    """The currency in which the company works."""


# After the class, because objects may hold each other.
from .company_status import CompanyStatus
from .currency import Currency
from .document_type import DocumentType
