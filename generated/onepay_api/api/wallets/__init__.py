"""Wallets: The balance that a customer holds with the company, and its movements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from ...models.wallet_top_up_create import WalletTopUpCreate
from .wallets_get_balance import WALLETS_GET_BALANCE
from .wallets_list_transactions import WALLETS_LIST_TRANSACTIONS
from .wallets_top_up import WALLETS_TOP_UP

if TYPE_CHECKING:
    from ...models.wallet import Wallet
    from ...models.wallet_top_up import WalletTopUp
    from ...models.wallet_transaction_page import WalletTransactionPage

__all__ = ("AsyncWallets", "Wallets")


class Wallets(Resource):
    """The balance that a customer holds with the company, and its movements."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def get_balance(
        self,
        customer_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Wallet:
        """Get the balance of a customer's wallet.

        Returns the wallet that a customer holds with the company, with its balance.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/wallets
        """
        return self._caller.call(
            Call(
                operation=WALLETS_GET_BALANCE,
                arguments={
                    "customer_id": customer_id,
                },
                options=options,
            )
        )

    def list_transactions(
        self,
        customer_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> WalletTransactionPage:
        """List the transactions of a customer's wallet.

        Returns one page of the movements in a customer's wallet. No query parameters are known.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/wallets
        """
        return self._caller.call(
            Call(
                operation=WALLETS_LIST_TRANSACTIONS,
                arguments={
                    "customer_id": customer_id,
                },
                options=options,
            )
        )

    def top_up(
        self,
        customer_id: str,
        *,
        amount: int,
        concept: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> WalletTopUp:
        """Top up a customer's wallet.

        Moves money from the company's balance into the wallet of a customer.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            amount: Amount in whole Colombian pesos.
            concept: What the top-up is for.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/wallets
        """
        body = WalletTopUpCreate(
            amount=amount,
            concept=concept,
        )
        return self._caller.call(
            Call(
                operation=WALLETS_TOP_UP,
                arguments={
                    "customer_id": customer_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    def top_up_from(
        self,
        customer_id: str,
        body: WalletTopUpCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> WalletTopUp:
        """Top up a customer's wallet, from a ready-made body; see `top_up`."""
        return self._caller.call(
            Call(
                operation=WALLETS_TOP_UP,
                arguments={
                    "customer_id": customer_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )


class AsyncWallets(Resource):
    """The balance that a customer holds with the company, and its movements."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def get_balance(
        self,
        customer_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> Wallet:
        """Get the balance of a customer's wallet.

        Returns the wallet that a customer holds with the company, with its balance.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/wallets
        """
        return await self._caller.call(
            Call(
                operation=WALLETS_GET_BALANCE,
                arguments={
                    "customer_id": customer_id,
                },
                options=options,
            )
        )

    async def list_transactions(
        self,
        customer_id: str,
        *,
        options: CallOptions = DEFAULTS,
    ) -> WalletTransactionPage:
        """List the transactions of a customer's wallet.

        Returns one page of the movements in a customer's wallet. No query parameters are known.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/wallets
        """
        return await self._caller.call(
            Call(
                operation=WALLETS_LIST_TRANSACTIONS,
                arguments={
                    "customer_id": customer_id,
                },
                options=options,
            )
        )

    async def top_up(
        self,
        customer_id: str,
        *,
        amount: int,
        concept: str | Unset | None = UNSET,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> WalletTopUp:
        """Top up a customer's wallet.

        Moves money from the company's balance into the wallet of a customer.

        Args:
            customer_id: Id of the customer. The id is a UUID.
            amount: Amount in whole Colombian pesos.
            concept: What the top-up is for.
            idempotency_key: Names this one intention; a repeat with it creates nothing new.
            options: What this call does differently: time limit, checks, more headers.

        Raises:
            InvalidRequest: The documents forbid the request; nothing was sent.
            StatusError: The reply is not a success; the contract lists 401, 404, 409, 422.
            OnePayError: Any other failure; `onepay_core.errors` draws the tree.

        Source:
            https://docs.onepay.la/client/wallets
        """
        body = WalletTopUpCreate(
            amount=amount,
            concept=concept,
        )
        return await self._caller.call(
            Call(
                operation=WALLETS_TOP_UP,
                arguments={
                    "customer_id": customer_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )

    async def top_up_from(
        self,
        customer_id: str,
        body: WalletTopUpCreate,
        *,
        idempotency_key: str | None = None,
        options: CallOptions = DEFAULTS,
    ) -> WalletTopUp:
        """Top up a customer's wallet, from a ready-made body; see `top_up`."""
        return await self._caller.call(
            Call(
                operation=WALLETS_TOP_UP,
                arguments={
                    "customer_id": customer_id,
                },
                body=body,
                idempotency_key=idempotency_key,
                options=options,
            )
        )
