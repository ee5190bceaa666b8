"""Banks: The banks and wallet providers where an account can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from .banks_list import BANKS_LIST

if TYPE_CHECKING:
    from ...models.bank_page import BankPage

__all__ = ("AsyncBanks", "Banks")


class Banks(Resource):
    """The banks and wallet providers where an account can be."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        page: int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> BankPage:
        """List banks.

        Returns the banks and wallet providers. A production program keeps the answer for a day.

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
            Observed in third-party programs, one of them in production; no public page is known.
        """
        return self._caller.call(
            Call(
                operation=BANKS_LIST,
                arguments={
                    "page": page,
                    "per_page": per_page,
                },
                options=options,
            )
        )


class AsyncBanks(Resource):
    """The banks and wallet providers where an account can be."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        page: int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> BankPage:
        """List banks.

        Returns the banks and wallet providers. A production program keeps the answer for a day.

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
            Observed in third-party programs, one of them in production; no public page is known.
        """
        return await self._caller.call(
            Call(
                operation=BANKS_LIST,
                arguments={
                    "page": page,
                    "per_page": per_page,
                },
                options=options,
            )
        )
