"""States: The departments of Colombia."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from .states_list import STATES_LIST

if TYPE_CHECKING:
    from ...models.state_page import StatePage

__all__ = ("AsyncStates", "States")


class States(Resource):
    """The departments of Colombia."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        filter_name: str | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> StatePage:
        """List departments.

        Returns the departments of Colombia, whose numbers `cities_list` takes as a filter.

        Args:
            filter_name: Keep the departments with this name. It was met in a third-party program.
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
                operation=STATES_LIST,
                arguments={
                    "filter_name": filter_name,
                },
                options=options,
            )
        )


class AsyncStates(Resource):
    """The departments of Colombia."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        filter_name: str | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> StatePage:
        """List departments.

        Returns the departments of Colombia, whose numbers `cities_list` takes as a filter.

        Args:
            filter_name: Keep the departments with this name. It was met in a third-party program.
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
                operation=STATES_LIST,
                arguments={
                    "filter_name": filter_name,
                },
                options=options,
            )
        )
