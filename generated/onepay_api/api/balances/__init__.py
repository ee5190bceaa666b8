"""Balances: The company's own money, and its withdrawal to the company's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset, present

from ...models.balance_cashout_create import BalanceCashoutCreate
from ...models.balance_withdraw import BalanceWithdraw
from .balances_cashout import BALANCES_CASHOUT
from .balances_get import BALANCES_GET
from .balances_withdraw import BALANCES_WITHDRAW

if TYPE_CHECKING:
    from ...models.balance import Balance
    from ...models.balance_cashout import BalanceCashout

__all__ = ("AsyncBalances", "Balances")


class Balances(Resource):
    """The company's own money, and its withdrawal to the company's own account."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get(
        self,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Balance:
        """Get the balance.

        Answers what the company holds at OnePay. One program tries the path `/balance` too.

        Args:
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs; no public page is known.
        """
        return self._caller.call(
            Call(
                operation=BALANCES_GET,
                arguments={},
                options=options,
            )
        )

    def withdraw(
        self,
        *,
        amount: int | Unset = UNSET,
        account_id: str | Unset = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Withdraw from the balance.

        Moves money from the balance to an account of the company itself. Without a body it moves the whole
        balance to the main account. An empty balance and too small a balance are answered with status 401
        (`balance_is_empty`, `insufficient_funds`), an account that is not the company's with 422
        (`company_account_not_found`). The older version of the page describes another path,
        `balances_cashout`, which requires both fields; this one is the newest.

        Args:
            amount: Amount in whole Colombian pesos, the whole balance when it is absent.
            account_id: UUID of an account of the company, its main account when it is absent.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/balance/cashout
        """
        body = BalanceWithdraw(
            amount=amount,
            account_id=account_id,
        )
        return self._caller.call(
            Call(
                operation=BALANCES_WITHDRAW,
                arguments={},
                body=present(body),
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def withdraw_from(
        self,
        body: BalanceWithdraw,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Withdraw from the balance, from a ready-made body; see `withdraw`."""
        return self._caller.call(
            Call(
                operation=BALANCES_WITHDRAW,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def cashout(
        self,
        *,
        amount: int,
        account_id: str,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> BalanceCashout:
        """Withdraw from the balance by the older path.

        Moves money from the balance to an account. This is the older version of the page on withdrawals, with
        another path, both fields required and an object in reply; `balances_withdraw` is the newest.

        Args:
            amount: Amount in whole Colombian pesos.
            account_id: UUID of the account that receives the money.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/balance/cashout
        """
        body = BalanceCashoutCreate(
            amount=amount,
            account_id=account_id,
        )
        return self._caller.call(
            Call(
                operation=BALANCES_CASHOUT,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def cashout_from(
        self,
        body: BalanceCashoutCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> BalanceCashout:
        """Withdraw from the balance by the older path, from a ready-made body; see `cashout`."""
        return self._caller.call(
            Call(
                operation=BALANCES_CASHOUT,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )


class AsyncBalances(Resource):
    """The company's own money, and its withdrawal to the company's own account."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get(
        self,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Balance:
        """Get the balance.

        Answers what the company holds at OnePay. One program tries the path `/balance` too.

        Args:
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            Observed in third-party programs; no public page is known.
        """
        return await self._caller.call(
            Call(
                operation=BALANCES_GET,
                arguments={},
                options=options,
            )
        )

    async def withdraw(
        self,
        *,
        amount: int | Unset = UNSET,
        account_id: str | Unset = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Withdraw from the balance.

        Moves money from the balance to an account of the company itself. Without a body it moves the whole
        balance to the main account. An empty balance and too small a balance are answered with status 401
        (`balance_is_empty`, `insufficient_funds`), an account that is not the company's with 422
        (`company_account_not_found`). The older version of the page describes another path,
        `balances_cashout`, which requires both fields; this one is the newest.

        Args:
            amount: Amount in whole Colombian pesos, the whole balance when it is absent.
            account_id: UUID of an account of the company, its main account when it is absent.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/balance/cashout
        """
        body = BalanceWithdraw(
            amount=amount,
            account_id=account_id,
        )
        return await self._caller.call(
            Call(
                operation=BALANCES_WITHDRAW,
                arguments={},
                body=present(body),
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def withdraw_from(
        self,
        body: BalanceWithdraw,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> None:
        """Withdraw from the balance, from a ready-made body; see `withdraw`."""
        return await self._caller.call(
            Call(
                operation=BALANCES_WITHDRAW,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def cashout(
        self,
        *,
        amount: int,
        account_id: str,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> BalanceCashout:
        """Withdraw from the balance by the older path.

        Moves money from the balance to an account. This is the older version of the page on withdrawals, with
        another path, both fields required and an object in reply; `balances_withdraw` is the newest.

        Args:
            amount: Amount in whole Colombian pesos.
            account_id: UUID of the account that receives the money.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/balance/cashout
        """
        body = BalanceCashoutCreate(
            amount=amount,
            account_id=account_id,
        )
        return await self._caller.call(
            Call(
                operation=BALANCES_CASHOUT,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def cashout_from(
        self,
        body: BalanceCashoutCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> BalanceCashout:
        """Withdraw from the balance by the older path, from a ready-made body; see `cashout`."""
        return await self._caller.call(
            Call(
                operation=BALANCES_CASHOUT,
                arguments={},
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )
