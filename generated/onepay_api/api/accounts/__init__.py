"""Accounts: Bank accounts and wallets of customers, to debit or to pay out to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset, present

from ...models.account_create import AccountCreate
from ...models.account_validate import AccountValidate
from .accounts_create import ACCOUNTS_CREATE
from .accounts_delete import ACCOUNTS_DELETE
from .accounts_get import ACCOUNTS_GET
from .accounts_list import ACCOUNTS_LIST
from .accounts_list_banks import ACCOUNTS_LIST_BANKS
from .accounts_validate import ACCOUNTS_VALIDATE

if TYPE_CHECKING:
    from typing import Literal

    from ...models.account import Account
    from ...models.account_page import AccountPage
    from ...models.account_status import AccountStatus
    from ...models.account_subtype import AccountSubtype
    from ...models.account_validation import AccountValidation
    from ...models.bank_page import BankPage

__all__ = ("Accounts", "AsyncAccounts")


class Accounts(Resource):
    """Bank accounts and wallets of customers, to debit or to pay out to."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        customer_id: str | Unset = UNSET,
        status: AccountStatus | Literal["PENDING", "ACTIVE", "REJECTED", "INACTIVE"] | Unset = UNSET,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> AccountPage:
        """List accounts.

        Returns the bank accounts and wallets of all customers, or of one, page by page.

        Args:
            customer_id: Keep the accounts of this customer. The name without `filter[…]` is of the older
                filter dialect.
            status: Keep the accounts in this state. The name without `filter[…]` is of the older filter
                dialect. A member of the enum, or one of "PENDING", "ACTIVE", "REJECTED", "INACTIVE".
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            limit: How many accounts one page holds; 20 when it is absent. The newer lists call it `per_page`.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/accounts/list
        """
        return self._caller.call(
            Call(
                operation=ACCOUNTS_LIST,
                arguments={
                    "customer_id": customer_id,
                    "status": status,
                    "page": page,
                    "limit": limit,
                },
                options=options,
            )
        )

    def create(
        self,
        *,
        subtype: AccountSubtype | Literal["SAVINGS", "CHECKING", "ELECTRONIC_DEPOSIT"],
        authorization: bool,
        re_enrollment: bool,
        account_number: str,
        customer_id: str,
        bank_id: str,
        external_id: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Account:
        """Create an account.

        Registers a bank account, a Nequi wallet or a Daviplata wallet of a customer. With `authorization` the
        account can be charged later; without it, it can still receive cashouts. A wallet is validated with
        `accounts_validate`.

        Args:
            subtype: Kind of account; Nequi and Daviplata are `ELECTRONIC_DEPOSIT`. A member of the enum, or
                one of "SAVINGS", "CHECKING", "ELECTRONIC_DEPOSIT".
            authorization: Whether the holder has authorised automatic debits. It must be `true` for the
                account to be charged later, and may be `false` for an account that only receives transfers.
            re_enrollment: A switch whose own meaning is not documented: the page repeats for it the text of
                `authorization`. The name has a hyphen here and reads `re_enroll` in the reply.
            account_number: Number of the account; for Nequi and Daviplata, the telephone number of the
                wallet.
            customer_id: UUID of the customer who holds the account.
            bank_id: UUID of the bank. Nequi is `9957817d-239b-4032-8dca-bc508a76579c`, Daviplata is
                `9957817d-26b5-456d-bc49-4a8ba1bc021b`.
            external_id: Your own identifier of the account.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/accounts/create
        """
        body = AccountCreate(
            subtype=subtype,
            authorization=authorization,
            re_enrollment=re_enrollment,
            account_number=account_number,
            customer_id=customer_id,
            bank_id=bank_id,
            external_id=external_id,
        )
        return self._caller.call(
            Call(
                operation=ACCOUNTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: AccountCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Account:
        """Create an account, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=ACCOUNTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def get(
        self,
        account_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Account:
        """Get an account.

        Returns one account. That it answers with the object of the create operation is inferred.

        Args:
            account_id: Id of the account. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs; no public page is known.
        """
        return self._caller.call(
            Call(
                operation=ACCOUNTS_GET,
                arguments={
                    "account_id": account_id,
                },
                options=options,
            )
        )

    def delete(
        self,
        account_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Delete an account.

        Deletes one account. One third-party program names the method and the path among its constants,
        without a call.

        Args:
            account_id: Id of the account. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in a third-party program; no public page is known.
        """
        return self._caller.call(
            Call(
                operation=ACCOUNTS_DELETE,
                arguments={
                    "account_id": account_id,
                },
                options=options,
            )
        )

    def validate(
        self,
        account_id: str,
        *,
        otp: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> AccountValidation:
        """Validate a wallet.

        Proves that a Nequi or Daviplata wallet belongs to its holder, so that it can be charged. Daviplata
        needs the code that its holder received by SMS; for Nequi the holder accepts in the app, and the body
        stays empty. The guide to the tokenization of accounts names this step; path and bodies were observed
        in a third-party program, which sends an idempotency key as well.

        Args:
            account_id: Id of the account. The id is a UUID.
            otp: The one-time code that Daviplata sent to the holder by SMS.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/use-cases/tokenizar-cuentas
        """
        body = AccountValidate(
            otp=otp,
        )
        return self._caller.call(
            Call(
                operation=ACCOUNTS_VALIDATE,
                arguments={
                    "account_id": account_id,
                },
                body=present(body),
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def validate_from(
        self,
        account_id: str,
        body: AccountValidate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> AccountValidation:
        """Validate a wallet, from a ready-made body; see `validate`."""
        return self._caller.call(
            Call(
                operation=ACCOUNTS_VALIDATE,
                arguments={
                    "account_id": account_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def list_banks(
        self,
        *,
        page: int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> BankPage:
        """List the banks of accounts.

        Returns the banks at which an account can be registered. A third-party program asks here first and,
        when the answer is 404, asks `banks_list`.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            per_page: How many items one page holds. When it is absent each list has its own size (15, 20 or
                50 in the documented replies).
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in a third-party program; no public page is known.
        """
        return self._caller.call(
            Call(
                operation=ACCOUNTS_LIST_BANKS,
                arguments={
                    "page": page,
                    "per_page": per_page,
                },
                options=options,
            )
        )


class AsyncAccounts(Resource):
    """Bank accounts and wallets of customers, to debit or to pay out to."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        customer_id: str | Unset = UNSET,
        status: AccountStatus | Literal["PENDING", "ACTIVE", "REJECTED", "INACTIVE"] | Unset = UNSET,
        page: int | Unset = UNSET,
        limit: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> AccountPage:
        """List accounts.

        Returns the bank accounts and wallets of all customers, or of one, page by page.

        Args:
            customer_id: Keep the accounts of this customer. The name without `filter[…]` is of the older
                filter dialect.
            status: Keep the accounts in this state. The name without `filter[…]` is of the older filter
                dialect. A member of the enum, or one of "PENDING", "ACTIVE", "REJECTED", "INACTIVE".
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            limit: How many accounts one page holds; 20 when it is absent. The newer lists call it `per_page`.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/accounts/list
        """
        return await self._caller.call(
            Call(
                operation=ACCOUNTS_LIST,
                arguments={
                    "customer_id": customer_id,
                    "status": status,
                    "page": page,
                    "limit": limit,
                },
                options=options,
            )
        )

    async def create(
        self,
        *,
        subtype: AccountSubtype | Literal["SAVINGS", "CHECKING", "ELECTRONIC_DEPOSIT"],
        authorization: bool,
        re_enrollment: bool,
        account_number: str,
        customer_id: str,
        bank_id: str,
        external_id: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Account:
        """Create an account.

        Registers a bank account, a Nequi wallet or a Daviplata wallet of a customer. With `authorization` the
        account can be charged later; without it, it can still receive cashouts. A wallet is validated with
        `accounts_validate`.

        Args:
            subtype: Kind of account; Nequi and Daviplata are `ELECTRONIC_DEPOSIT`. A member of the enum, or
                one of "SAVINGS", "CHECKING", "ELECTRONIC_DEPOSIT".
            authorization: Whether the holder has authorised automatic debits. It must be `true` for the
                account to be charged later, and may be `false` for an account that only receives transfers.
            re_enrollment: A switch whose own meaning is not documented: the page repeats for it the text of
                `authorization`. The name has a hyphen here and reads `re_enroll` in the reply.
            account_number: Number of the account; for Nequi and Daviplata, the telephone number of the
                wallet.
            customer_id: UUID of the customer who holds the account.
            bank_id: UUID of the bank. Nequi is `9957817d-239b-4032-8dca-bc508a76579c`, Daviplata is
                `9957817d-26b5-456d-bc49-4a8ba1bc021b`.
            external_id: Your own identifier of the account.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/accounts/create
        """
        body = AccountCreate(
            subtype=subtype,
            authorization=authorization,
            re_enrollment=re_enrollment,
            account_number=account_number,
            customer_id=customer_id,
            bank_id=bank_id,
            external_id=external_id,
        )
        return await self._caller.call(
            Call(
                operation=ACCOUNTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: AccountCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Account:
        """Create an account, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=ACCOUNTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def get(
        self,
        account_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Account:
        """Get an account.

        Returns one account. That it answers with the object of the create operation is inferred.

        Args:
            account_id: Id of the account. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs; no public page is known.
        """
        return await self._caller.call(
            Call(
                operation=ACCOUNTS_GET,
                arguments={
                    "account_id": account_id,
                },
                options=options,
            )
        )

    async def delete(
        self,
        account_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Delete an account.

        Deletes one account. One third-party program names the method and the path among its constants,
        without a call.

        Args:
            account_id: Id of the account. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in a third-party program; no public page is known.
        """
        return await self._caller.call(
            Call(
                operation=ACCOUNTS_DELETE,
                arguments={
                    "account_id": account_id,
                },
                options=options,
            )
        )

    async def validate(
        self,
        account_id: str,
        *,
        otp: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> AccountValidation:
        """Validate a wallet.

        Proves that a Nequi or Daviplata wallet belongs to its holder, so that it can be charged. Daviplata
        needs the code that its holder received by SMS; for Nequi the holder accepts in the app, and the body
        stays empty. The guide to the tokenization of accounts names this step; path and bodies were observed
        in a third-party program, which sends an idempotency key as well.

        Args:
            account_id: Id of the account. The id is a UUID.
            otp: The one-time code that Daviplata sent to the holder by SMS.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/use-cases/tokenizar-cuentas
        """
        body = AccountValidate(
            otp=otp,
        )
        return await self._caller.call(
            Call(
                operation=ACCOUNTS_VALIDATE,
                arguments={
                    "account_id": account_id,
                },
                body=present(body),
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def validate_from(
        self,
        account_id: str,
        body: AccountValidate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> AccountValidation:
        """Validate a wallet, from a ready-made body; see `validate`."""
        return await self._caller.call(
            Call(
                operation=ACCOUNTS_VALIDATE,
                arguments={
                    "account_id": account_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def list_banks(
        self,
        *,
        page: int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> BankPage:
        """List the banks of accounts.

        Returns the banks at which an account can be registered. A third-party program asks here first and,
        when the answer is 404, asks `banks_list`.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            per_page: How many items one page holds. When it is absent each list has its own size (15, 20 or
                50 in the documented replies).
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in a third-party program; no public page is known.
        """
        return await self._caller.call(
            Call(
                operation=ACCOUNTS_LIST_BANKS,
                arguments={
                    "page": page,
                    "per_page": per_page,
                },
                options=options,
            )
        )
