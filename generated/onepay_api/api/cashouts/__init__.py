"""Cashouts: Payouts from the company's balance to the bank accounts of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.cashout_create import CashoutCreate
from .cashouts_create import CASHOUTS_CREATE

if TYPE_CHECKING:
    from typing import Literal

    from ...models.cashout import Cashout
    from ...models.cashout_method import CashoutMethod
    from ...models.currency import Currency

__all__ = ("AsyncCashouts", "Cashouts")


class Cashouts(Resource):
    """Payouts from the company's balance to the bank accounts of others."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def create(
        self,
        *,
        amount: int,
        account_id: str,
        customer_id: str,
        method: CashoutMethod | Literal["ACH", "TURBO", "INSTANT"],
        description: str | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        currency: Currency | Literal["COP", "USD"] | Unset | None = UNSET,
        title: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Cashout:
        """Pay out to a bank account.

        Sends money from the balance to the account of a customer. The holder need not have authorised
        anything.

        Args:
            amount: Amount in whole Colombian pesos.
            account_id: UUID of the account that receives the money; its holder need not have authorised
                debits.
            customer_id: UUID of the customer who receives the money.
            method: How fast, and at which price, the money is sent. A member of the enum, or one of "ACH",
                "TURBO", "INSTANT".
            description: What the payout is for; the reply does not repeat it.
            external_id: Your own id for the payout.
            currency: Currency of the amount, COP when it is absent; the reply does not repeat it. A member of
                the enum, or one of "COP", "USD".
            title: What the payout is for, in a field that one program sends beside the documented ones.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/cashouts/create
        """
        body = CashoutCreate(
            amount=amount,
            account_id=account_id,
            customer_id=customer_id,
            method=method,
            description=description,
            external_id=external_id,
            currency=currency,
            title=title,
        )
        return self._caller.call(
            Call(
                operation=CASHOUTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def create_from(
        self,
        body: CashoutCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Cashout:
        """Pay out to a bank account, from a ready-made body; see `create`."""
        return self._caller.call(
            Call(
                operation=CASHOUTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )


class AsyncCashouts(Resource):
    """Payouts from the company's balance to the bank accounts of others."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def create(
        self,
        *,
        amount: int,
        account_id: str,
        customer_id: str,
        method: CashoutMethod | Literal["ACH", "TURBO", "INSTANT"],
        description: str | Unset | None = UNSET,
        external_id: str | Unset | None = UNSET,
        currency: Currency | Literal["COP", "USD"] | Unset | None = UNSET,
        title: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Cashout:
        """Pay out to a bank account.

        Sends money from the balance to the account of a customer. The holder need not have authorised
        anything.

        Args:
            amount: Amount in whole Colombian pesos.
            account_id: UUID of the account that receives the money; its holder need not have authorised
                debits.
            customer_id: UUID of the customer who receives the money.
            method: How fast, and at which price, the money is sent. A member of the enum, or one of "ACH",
                "TURBO", "INSTANT".
            description: What the payout is for; the reply does not repeat it.
            external_id: Your own id for the payout.
            currency: Currency of the amount, COP when it is absent; the reply does not repeat it. A member of
                the enum, or one of "COP", "USD".
            title: What the payout is for, in a field that one program sends beside the documented ones.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/cashouts/create
        """
        body = CashoutCreate(
            amount=amount,
            account_id=account_id,
            customer_id=customer_id,
            method=method,
            description=description,
            external_id=external_id,
            currency=currency,
            title=title,
        )
        return await self._caller.call(
            Call(
                operation=CASHOUTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def create_from(
        self,
        body: CashoutCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> Cashout:
        """Pay out to a bank account, from a ready-made body; see `create`."""
        return await self._caller.call(
            Call(
                operation=CASHOUTS_CREATE,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )
