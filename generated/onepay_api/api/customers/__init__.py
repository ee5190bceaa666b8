"""Customers: The people and companies that pay, or are paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.customer_create import CustomerCreate
from .customers_create import CUSTOMERS_CREATE
from .customers_delete import CUSTOMERS_DELETE
from .customers_get import CUSTOMERS_GET
from .customers_list import CUSTOMERS_LIST
from .customers_list_accounts import CUSTOMERS_LIST_ACCOUNTS
from .customers_list_cards import CUSTOMERS_LIST_CARDS

if TYPE_CHECKING:
    from typing import Literal

    from onepay_core.types import DateText

    from ...models.customer import Customer
    from ...models.customer_account_page import CustomerAccountPage
    from ...models.customer_card_page import CustomerCardPage
    from ...models.customer_document_type import CustomerDocumentType
    from ...models.customer_page import CustomerPage
    from ...models.user_type import UserType

__all__ = ("AsyncCustomers", "Customers")


class Customers(Resource):
    """The people and companies that pay, or are paid."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        page: int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        document_number: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> CustomerPage:
        """List customers.

        Returns the customers of the company, page by page. The table of the customers page names the
        endpoint, but no document shows its reply. Two programs use two dialects: one sends `page` and
        `per_page`, the other `document_number`, `limit` and `page`, as the documented list of accounts does.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            per_page: How many items one page holds. When it is absent each list has its own size (15, 20 or
                50 in the documented replies).
            document_number: Answer only customers with this document number. One program takes the first of
                them as the customer.
            limit: How many customers one page holds, in the older dialect; one program sends 20. The newer
                one calls it `per_page`.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customers
        """
        return self._caller.call(
            Call(
                operation=CUSTOMERS_LIST,
                arguments={
                    "page": page,
                    "per_page": per_page,
                    "document_number": document_number,
                    "limit": limit,
                },
                options=options,
            )
        )

    def create(
        self,
        *,
        user_type: UserType | Literal["natural", "company"],
        first_name: str,
        last_name: str,
        email: str | None,
        phone: str | None,
        document_type: CustomerDocumentType | Literal["CC", "CE", "NIT", "PASSPORT"],
        document_number: str,
        enable_notifications: bool | Unset | None = UNSET,
        nationality: str | Unset | None = UNSET,
        birthdate: DateText | Unset | None = UNSET,
        related_to: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Customer:
        """Create a customer.

        Registers a person or a company to whom accounts, cards, charges and cashouts can then belong. Sending
        a payment link needs no customer.

        Args:
            user_type: Whether the customer is a natural person or a company. A member of the enum, or one of
                "natural", "company".
            first_name: First name, or the name of a company. One third-party program cuts names at 80
                characters by its own choice.
            last_name: Last name. One third-party program cuts names at 80 characters by its own choice.
            email: E-mail address. The page requires it; one program sends null for a customer without one,
                and whether that succeeds is not known. Another cuts it at 120 characters by its own choice.
            phone: Telephone number with the country prefix, such as `+57`. The page requires it; one program
                sends null for a customer without one, and whether that succeeds is not known. Another cuts it
                at 20 characters by its own choice.
            document_type: Kind of the identity document; a company gives its `NIT`. A member of the enum, or
                one of "CC", "CE", "NIT", "PASSPORT".
            document_number: Number of the identity document. One third-party program cuts it at 32 characters
                by its own choice.
            enable_notifications: Whether OnePay may send notices to the customer; `false` turns them off. The
                page marks it as required and gives it the default `true` at once, and a guide leaves it out,
                so it is optional here.
            nationality: Country as an ISO 3166-1 alpha-2 code.
            birthdate: Date of birth as YYYY-MM-DD, the documented form. A program that ran in production
                sends a moment (`1991-05-06T00:00:00.000Z`), so the text is not held to the form of a date. A
                `date`, or text.
            related_to: A text that only the newest version of the page lists. Neither its meaning nor its
                values are documented.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customers/create
        """
        body = CustomerCreate(
            user_type=user_type,
            first_name=first_name,
            last_name=last_name,
            email=email,
            phone=phone,
            document_type=document_type,
            document_number=document_number,
            enable_notifications=enable_notifications,
            nationality=nationality,
            birthdate=birthdate,
            related_to=related_to,
        )
        return self._caller.call(
            Call(
                operation=CUSTOMERS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: CustomerCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Customer:
        """Create a customer, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=CUSTOMERS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def get(
        self,
        customer_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Customer:
        """Get a customer.

        Returns one customer. The table of the customers page names the endpoint, but no document shows its
        reply; that it is the object of the create operation is inferred.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customers
        """
        return self._caller.call(
            Call(
                operation=CUSTOMERS_GET,
                arguments={
                    "customer_id": customer_id,
                },
                options=options,
            )
        )

    def delete(
        self,
        customer_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Delete a customer.

        Deletes one customer. The table of the customers page names the endpoint and says no more.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customers
        """
        return self._caller.call(
            Call(
                operation=CUSTOMERS_DELETE,
                arguments={
                    "customer_id": customer_id,
                },
                options=options,
            )
        )

    def list_cards(
        self,
        customer_id: str,
        *,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> CustomerCardPage:
        """List the cards of a customer.

        Returns the cards that one customer has saved. No public page describes the endpoint; `cards_list`
        with a filter is the documented way.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs; no public page is known.
        """
        return self._caller.call(
            Call(
                operation=CUSTOMERS_LIST_CARDS,
                arguments={
                    "customer_id": customer_id,
                    "page": page,
                },
                options=options,
            )
        )

    def list_accounts(
        self,
        customer_id: str,
        *,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> CustomerAccountPage:
        """List the accounts of a customer.

        Returns the bank accounts and wallets of one customer. No public page describes the endpoint;
        `accounts_list` with a filter is the documented way.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs; no public page is known.
        """
        return self._caller.call(
            Call(
                operation=CUSTOMERS_LIST_ACCOUNTS,
                arguments={
                    "customer_id": customer_id,
                    "page": page,
                },
                options=options,
            )
        )


class AsyncCustomers(Resource):
    """The people and companies that pay, or are paid."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        page: int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        document_number: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> CustomerPage:
        """List customers.

        Returns the customers of the company, page by page. The table of the customers page names the
        endpoint, but no document shows its reply. Two programs use two dialects: one sends `page` and
        `per_page`, the other `document_number`, `limit` and `page`, as the documented list of accounts does.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            per_page: How many items one page holds. When it is absent each list has its own size (15, 20 or
                50 in the documented replies).
            document_number: Answer only customers with this document number. One program takes the first of
                them as the customer.
            limit: How many customers one page holds, in the older dialect; one program sends 20. The newer
                one calls it `per_page`.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customers
        """
        return await self._caller.call(
            Call(
                operation=CUSTOMERS_LIST,
                arguments={
                    "page": page,
                    "per_page": per_page,
                    "document_number": document_number,
                    "limit": limit,
                },
                options=options,
            )
        )

    async def create(
        self,
        *,
        user_type: UserType | Literal["natural", "company"],
        first_name: str,
        last_name: str,
        email: str | None,
        phone: str | None,
        document_type: CustomerDocumentType | Literal["CC", "CE", "NIT", "PASSPORT"],
        document_number: str,
        enable_notifications: bool | Unset | None = UNSET,
        nationality: str | Unset | None = UNSET,
        birthdate: DateText | Unset | None = UNSET,
        related_to: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Customer:
        """Create a customer.

        Registers a person or a company to whom accounts, cards, charges and cashouts can then belong. Sending
        a payment link needs no customer.

        Args:
            user_type: Whether the customer is a natural person or a company. A member of the enum, or one of
                "natural", "company".
            first_name: First name, or the name of a company. One third-party program cuts names at 80
                characters by its own choice.
            last_name: Last name. One third-party program cuts names at 80 characters by its own choice.
            email: E-mail address. The page requires it; one program sends null for a customer without one,
                and whether that succeeds is not known. Another cuts it at 120 characters by its own choice.
            phone: Telephone number with the country prefix, such as `+57`. The page requires it; one program
                sends null for a customer without one, and whether that succeeds is not known. Another cuts it
                at 20 characters by its own choice.
            document_type: Kind of the identity document; a company gives its `NIT`. A member of the enum, or
                one of "CC", "CE", "NIT", "PASSPORT".
            document_number: Number of the identity document. One third-party program cuts it at 32 characters
                by its own choice.
            enable_notifications: Whether OnePay may send notices to the customer; `false` turns them off. The
                page marks it as required and gives it the default `true` at once, and a guide leaves it out,
                so it is optional here.
            nationality: Country as an ISO 3166-1 alpha-2 code.
            birthdate: Date of birth as YYYY-MM-DD, the documented form. A program that ran in production
                sends a moment (`1991-05-06T00:00:00.000Z`), so the text is not held to the form of a date. A
                `date`, or text.
            related_to: A text that only the newest version of the page lists. Neither its meaning nor its
                values are documented.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customers/create
        """
        body = CustomerCreate(
            user_type=user_type,
            first_name=first_name,
            last_name=last_name,
            email=email,
            phone=phone,
            document_type=document_type,
            document_number=document_number,
            enable_notifications=enable_notifications,
            nationality=nationality,
            birthdate=birthdate,
            related_to=related_to,
        )
        return await self._caller.call(
            Call(
                operation=CUSTOMERS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: CustomerCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Customer:
        """Create a customer, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=CUSTOMERS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def get(
        self,
        customer_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Customer:
        """Get a customer.

        Returns one customer. The table of the customers page names the endpoint, but no document shows its
        reply; that it is the object of the create operation is inferred.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customers
        """
        return await self._caller.call(
            Call(
                operation=CUSTOMERS_GET,
                arguments={
                    "customer_id": customer_id,
                },
                options=options,
            )
        )

    async def delete(
        self,
        customer_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Delete a customer.

        Deletes one customer. The table of the customers page names the endpoint and says no more.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/customers
        """
        return await self._caller.call(
            Call(
                operation=CUSTOMERS_DELETE,
                arguments={
                    "customer_id": customer_id,
                },
                options=options,
            )
        )

    async def list_cards(
        self,
        customer_id: str,
        *,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> CustomerCardPage:
        """List the cards of a customer.

        Returns the cards that one customer has saved. No public page describes the endpoint; `cards_list`
        with a filter is the documented way.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs; no public page is known.
        """
        return await self._caller.call(
            Call(
                operation=CUSTOMERS_LIST_CARDS,
                arguments={
                    "customer_id": customer_id,
                    "page": page,
                },
                options=options,
            )
        )

    async def list_accounts(
        self,
        customer_id: str,
        *,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> CustomerAccountPage:
        """List the accounts of a customer.

        Returns the bank accounts and wallets of one customer. No public page describes the endpoint;
        `accounts_list` with a filter is the documented way.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs; no public page is known.
        """
        return await self._caller.call(
            Call(
                operation=CUSTOMERS_LIST_ACCOUNTS,
                arguments={
                    "customer_id": customer_id,
                    "page": page,
                },
                options=options,
            )
        )
