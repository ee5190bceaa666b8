"""CompanyCreate, as the contract describes it."""

from __future__ import annotations

from typing import ClassVar

from onepay_core.model import Model
from onepay_core.types import UNSET, Array, Unset


class CompanyCreate(Model, kw_only=True):
    """The data with which a company is enrolled.

    One third-party program treats `industry`, `retention_rules`, `company_owner` and `account` as
    optional and sends everything else; `required` follows it. That program sends `company_owner` and the
    papers `ccc` and `bank` for an `organization`, and `account` with no other papers than `rut` and `dni`
    for an `individual`.

    Attributes:
        type: Of what kind the company is.
        name: Name under which the company trades.
        legal_name: Name under which the company is registered.
        document_type: Kind of the company's identity document. One program sends NIT or RUT for an
            organization, and CC, CE, PPT, PEP or PASSPORT for an individual.
        document_number: Number of the company's identity document, with its check digit in the sample.
        phone: Telephone number in E.164 form.
        email: E-mail address of the company.
        website: Address of the company's web site.
        economic_activity: Code of the economic activity, in four digits.
        sales: Sales of the company. Neither the unit nor the period is documented; the sample holds a
            number of two digits. One program sends one of 10, 35, 110, 240 and 500, and counts them in
            millions of pesos.
        fiscal_responsibilities: Codes of the company's fiscal responsibilities. One program keeps to
            `O_13`, `O_15`, `O_23` and `O_47`, says that the API refuses `R_99_PN`, and sends the paper
            `simple` with `O_47`.
        city_id: Number of the city, as `cities_list` returns it.
        address: Where the company has its seat.
        documents: Addresses of the papers that prove the data.
        industry: Code of the industry, four digits in one program.
        retention_rules: Which taxes are withheld from the company.
        company_owner: The person who owns the company.
        account: The bank account of the company.
    """

    __sensitive__: ClassVar[frozenset[str]] = frozenset(
        {
            "document_number",
            "email",
            "phone",
        }
    )

    __required_is_documented__: ClassVar[bool] = False

    type: CompanyTypeLike
    """Of what kind the company is."""
    name: str
    """Name under which the company trades."""
    legal_name: str
    """Name under which the company is registered."""
    document_type: DocumentTypeLike
    """Kind of the company's identity document.

    One program sends NIT or RUT for an organization, and CC, CE, PPT, PEP or PASSPORT for an individual.
    """
    document_number: str
    """Number of the company's identity document, with its check digit in the sample."""
    phone: str
    """Telephone number in E.164 form."""
    email: str
    """E-mail address of the company."""
    website: str
    """Address of the company's web site."""
    economic_activity: str
    """Code of the economic activity, in four digits."""
    sales: int
    """Sales of the company.

    Neither the unit nor the period is documented; the sample holds a number of two digits. One program sends
    one of 10, 35, 110, 240 and 500, and counts them in millions of pesos.
    """
    fiscal_responsibilities: Array[str]
    """Codes of the company's fiscal responsibilities.

    One program keeps to `O_13`, `O_15`, `O_23` and `O_47`, says that the API refuses `R_99_PN`, and sends the
    paper `simple` with `O_47`.
    """
    city_id: int
    """Number of the city, as `cities_list` returns it."""
    address: CompanyAddress
    """Where the company has its seat."""
    documents: CompanyDocumentSet
    """Addresses of the papers that prove the data."""
    industry: str | Unset | None = UNSET
    """Code of the industry, four digits in one program."""
    retention_rules: CompanyRetention | Unset | None = UNSET
    """Which taxes are withheld from the company."""
    company_owner: CompanyOwner | Unset | None = UNSET
    """The person who owns the company."""
    account: CompanyAccount | Unset | None = UNSET
    """The bank account of the company."""


# After the class, because objects may hold each other.
from .company_account import CompanyAccount
from .company_address import CompanyAddress
from .company_document_set import CompanyDocumentSet
from .company_owner import CompanyOwner
from .company_retention import CompanyRetention
from .company_type import CompanyTypeLike
from .document_type import DocumentTypeLike
