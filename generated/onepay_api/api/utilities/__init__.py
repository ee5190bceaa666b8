"""Utilities: Payment of public utility bills, once or by direct debit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.direct_debit_link_create import DirectDebitLinkCreate
from ...models.utility_payment_create import UtilityPaymentCreate
from .utilities_create_direct_debit_link import UTILITIES_CREATE_DIRECT_DEBIT_LINK
from .utilities_list_direct_debits import UTILITIES_LIST_DIRECT_DEBITS
from .utilities_list_providers import UTILITIES_LIST_PROVIDERS
from .utilities_pay import UTILITIES_PAY

if TYPE_CHECKING:
    from ...models.direct_debit_link import DirectDebitLink
    from ...models.direct_debit_page import DirectDebitPage
    from ...models.utility_provider_page import UtilityProviderPage

__all__ = ("AsyncUtilities", "Utilities")


class Utilities(Resource):
    """Payment of public utility bills, once or by direct debit."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def pay(
        self,
        *,
        provider_id: str,
        reference: str,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Pay a utility bill.

        Pays the bill of a provider from the balance of the company (inferred; the page does not say from
        where). The page prints the list of providers as the reply, which its own addresses show to belong to
        another endpoint, so the true reply is not known.

        Args:
            provider_id: Identifier of the provider, a UUID from the list of providers.
            reference: Reference of the bill. The page offers 111100005555 for tests.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/utilities/payment
        """
        body = UtilityPaymentCreate(
            provider_id=provider_id,
            reference=reference,
        )
        return self._caller.call(
            Call(
                operation=UTILITIES_PAY,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def pay_from(
        self,
        body: UtilityPaymentCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Pay a utility bill, from a ready-made body; see `pay`."""
        return self._caller.call(
            Call(
                operation=UTILITIES_PAY,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def list_providers(
        self,
        *,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> UtilityProviderPage:
        """List utility providers.

        Returns one page of the providers whose bills can be paid. Its reply is printed by mistake on the page
        about paying a bill; the addresses in it name this endpoint and show that `page` works.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/utilities/payment
        """
        return self._caller.call(
            Call(
                operation=UTILITIES_LIST_PROVIDERS,
                arguments={
                    "page": page,
                },
                options=options,
            )
        )

    def list_direct_debits(
        self,
        *,
        options: CallOptions = DEFAULTS,
    ) -> DirectDebitPage:
        """List the bills enrolled in automatic debits.

        Returns bills and their enrolment in automatic debits. The end of the documented reply is cut off, so
        whether and how the list is paged is inferred.

        Args:
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/utilities/auto-debit-list
        """
        return self._caller.call(
            Call(
                operation=UTILITIES_LIST_DIRECT_DEBITS,
                arguments={},
                options=options,
            )
        )

    def create_direct_debit_link(
        self,
        *,
        reference: str,
        phone: str,
        approx_amount: int,
        expiration_minutes: int | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> DirectDebitLink:
        """Create a link to enrol a bill in automatic debits.

        Makes a signed link on which a payer enrols a payment method for a bill. The company needs the bill
        service (`BillService`) switched on. The sample of the page shows no idempotency header; it is
        required here by the general rule for calls that create.

        Args:
            reference: Reference of the bill to enrol.
            phone: Phone number of the payer with the country prefix.
            approx_amount: Amount of a usual bill in whole Colombian pesos, above 0. The sample of 45000 shows
                that pesos are meant.
            expiration_minutes: For how many minutes the link works, from 60 to 43200 (thirty days); 4320
                (three days) by default.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/utilities/auto-debit-link
        """
        body = DirectDebitLinkCreate(
            reference=reference,
            phone=phone,
            approx_amount=approx_amount,
            expiration_minutes=expiration_minutes,
        )
        return self._caller.call(
            Call(
                operation=UTILITIES_CREATE_DIRECT_DEBIT_LINK,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_direct_debit_link_from(
        self,
        body: DirectDebitLinkCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> DirectDebitLink:
        """Create a link to enrol a bill in automatic debits, from a ready-made body; see
        `create_direct_debit_link`.
        """
        return self._caller.call(
            Call(
                operation=UTILITIES_CREATE_DIRECT_DEBIT_LINK,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )


class AsyncUtilities(Resource):
    """Payment of public utility bills, once or by direct debit."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def pay(
        self,
        *,
        provider_id: str,
        reference: str,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Pay a utility bill.

        Pays the bill of a provider from the balance of the company (inferred; the page does not say from
        where). The page prints the list of providers as the reply, which its own addresses show to belong to
        another endpoint, so the true reply is not known.

        Args:
            provider_id: Identifier of the provider, a UUID from the list of providers.
            reference: Reference of the bill. The page offers 111100005555 for tests.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/utilities/payment
        """
        body = UtilityPaymentCreate(
            provider_id=provider_id,
            reference=reference,
        )
        return await self._caller.call(
            Call(
                operation=UTILITIES_PAY,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def pay_from(
        self,
        body: UtilityPaymentCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Pay a utility bill, from a ready-made body; see `pay`."""
        return await self._caller.call(
            Call(
                operation=UTILITIES_PAY,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def list_providers(
        self,
        *,
        page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> UtilityProviderPage:
        """List utility providers.

        Returns one page of the providers whose bills can be paid. Its reply is printed by mistake on the page
        about paying a bill; the addresses in it name this endpoint and show that `page` works.

        Args:
            page: Number of the page to answer, counted from 1. The first page is answered when it is absent.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/utilities/payment
        """
        return await self._caller.call(
            Call(
                operation=UTILITIES_LIST_PROVIDERS,
                arguments={
                    "page": page,
                },
                options=options,
            )
        )

    async def list_direct_debits(
        self,
        *,
        options: CallOptions = DEFAULTS,
    ) -> DirectDebitPage:
        """List the bills enrolled in automatic debits.

        Returns bills and their enrolment in automatic debits. The end of the documented reply is cut off, so
        whether and how the list is paged is inferred.

        Args:
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/utilities/auto-debit-list
        """
        return await self._caller.call(
            Call(
                operation=UTILITIES_LIST_DIRECT_DEBITS,
                arguments={},
                options=options,
            )
        )

    async def create_direct_debit_link(
        self,
        *,
        reference: str,
        phone: str,
        approx_amount: int,
        expiration_minutes: int | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> DirectDebitLink:
        """Create a link to enrol a bill in automatic debits.

        Makes a signed link on which a payer enrols a payment method for a bill. The company needs the bill
        service (`BillService`) switched on. The sample of the page shows no idempotency header; it is
        required here by the general rule for calls that create.

        Args:
            reference: Reference of the bill to enrol.
            phone: Phone number of the payer with the country prefix.
            approx_amount: Amount of a usual bill in whole Colombian pesos, above 0. The sample of 45000 shows
                that pesos are meant.
            expiration_minutes: For how many minutes the link works, from 60 to 43200 (thirty days); 4320
                (three days) by default.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/utilities/auto-debit-link
        """
        body = DirectDebitLinkCreate(
            reference=reference,
            phone=phone,
            approx_amount=approx_amount,
            expiration_minutes=expiration_minutes,
        )
        return await self._caller.call(
            Call(
                operation=UTILITIES_CREATE_DIRECT_DEBIT_LINK,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_direct_debit_link_from(
        self,
        body: DirectDebitLinkCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> DirectDebitLink:
        """Create a link to enrol a bill in automatic debits, from a ready-made body; see
        `create_direct_debit_link`.
        """
        return await self._caller.call(
            Call(
                operation=UTILITIES_CREATE_DIRECT_DEBIT_LINK,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )
