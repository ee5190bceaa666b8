"""Companies: Companies that collect with OnePay, and their registration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.company_create import CompanyCreate
from .companies_create import COMPANIES_CREATE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from ...models.company import Company
    from ...models.company_account import CompanyAccount
    from ...models.company_address import CompanyAddress
    from ...models.company_document_set import CompanyDocumentSet
    from ...models.company_owner import CompanyOwner
    from ...models.company_retention import CompanyRetention
    from ...models.company_type import CompanyType
    from ...models.document_type import DocumentType

__all__ = ("AsyncCompanies", "Companies")


class Companies(Resource):
    """Companies that collect with OnePay, and their registration."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def create(
        self,
        *,
        type: CompanyType | Literal["organization", "individual"],
        name: str,
        legal_name: str,
        document_type: DocumentType | Literal["CC", "CE", "NIT", "PASSPORT", "TI", "RUT", "DNI", "RUC", "PPT", "PEP"],
        document_number: str,
        phone: str,
        email: str,
        website: str,
        economic_activity: str,
        sales: int,
        fiscal_responsibilities: Sequence[str],
        city_id: int,
        address: CompanyAddress,
        documents: CompanyDocumentSet,
        industry: str | Unset | None = UNSET,
        retention_rules: CompanyRetention | Unset | None = UNSET,
        company_owner: CompanyOwner | Unset | None = UNSET,
        account: CompanyAccount | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Company:
        """Create a company.

        Enrols a company, with its papers, its owner and its bank account. The users who may switch between
        companies become members of the new one.

        Args:
            type: Of what kind the company is. A member of the enum, or one of "organization", "individual".
            name: Name under which the company trades.
            legal_name: Name under which the company is registered.
            document_type: Kind of the company's identity document. One program sends NIT or RUT for an
                organization, and CC, CE, PPT, PEP or PASSPORT for an individual. A member of the enum, or one
                of "CC", "CE", "NIT", "PASSPORT", "TI", "RUT", "DNI", "RUC", "PPT", "PEP".
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
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/companies/create
        """
        body = CompanyCreate(
            type=type,
            name=name,
            legal_name=legal_name,
            document_type=document_type,
            document_number=document_number,
            phone=phone,
            email=email,
            website=website,
            economic_activity=economic_activity,
            sales=sales,
            fiscal_responsibilities=fiscal_responsibilities,
            city_id=city_id,
            address=address,
            documents=documents,
            industry=industry,
            retention_rules=retention_rules,
            company_owner=company_owner,
            account=account,
        )
        return self._caller.call(
            Call(
                operation=COMPANIES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: CompanyCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Company:
        """Create a company, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=COMPANIES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )


class AsyncCompanies(Resource):
    """Companies that collect with OnePay, and their registration."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def create(
        self,
        *,
        type: CompanyType | Literal["organization", "individual"],
        name: str,
        legal_name: str,
        document_type: DocumentType | Literal["CC", "CE", "NIT", "PASSPORT", "TI", "RUT", "DNI", "RUC", "PPT", "PEP"],
        document_number: str,
        phone: str,
        email: str,
        website: str,
        economic_activity: str,
        sales: int,
        fiscal_responsibilities: Sequence[str],
        city_id: int,
        address: CompanyAddress,
        documents: CompanyDocumentSet,
        industry: str | Unset | None = UNSET,
        retention_rules: CompanyRetention | Unset | None = UNSET,
        company_owner: CompanyOwner | Unset | None = UNSET,
        account: CompanyAccount | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Company:
        """Create a company.

        Enrols a company, with its papers, its owner and its bank account. The users who may switch between
        companies become members of the new one.

        Args:
            type: Of what kind the company is. A member of the enum, or one of "organization", "individual".
            name: Name under which the company trades.
            legal_name: Name under which the company is registered.
            document_type: Kind of the company's identity document. One program sends NIT or RUT for an
                organization, and CC, CE, PPT, PEP or PASSPORT for an individual. A member of the enum, or one
                of "CC", "CE", "NIT", "PASSPORT", "TI", "RUT", "DNI", "RUC", "PPT", "PEP".
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
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/companies/create
        """
        body = CompanyCreate(
            type=type,
            name=name,
            legal_name=legal_name,
            document_type=document_type,
            document_number=document_number,
            phone=phone,
            email=email,
            website=website,
            economic_activity=economic_activity,
            sales=sales,
            fiscal_responsibilities=fiscal_responsibilities,
            city_id=city_id,
            address=address,
            documents=documents,
            industry=industry,
            retention_rules=retention_rules,
            company_owner=company_owner,
            account=account,
        )
        return await self._caller.call(
            Call(
                operation=COMPANIES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: CompanyCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Company:
        """Create a company, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=COMPANIES_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )
