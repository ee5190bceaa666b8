"""Cities: The municipalities of Colombia."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import DEFAULTS, AsyncCaller, Call, Caller, CallOptions
from onepay_core.tracebacks import Resource
from onepay_core.types import UNSET, Unset

from .cities_list import CITIES_LIST

if TYPE_CHECKING:
    from typing import Literal

    from ...models.city_page import CityPage
    from ...models.city_sort import CitySort

__all__ = ("AsyncCities", "Cities")


class Cities(Resource):
    """The municipalities of Colombia."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def list(
        self,
        *,
        filter_state_id: int | Unset = UNSET,
        filter_name: str | Unset = UNSET,
        sort: CitySort | Literal["name"] | Unset = UNSET,
        page: int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> CityPage:
        """List cities.

        Returns the cities and municipalities of Colombia, whose numbers `companies_create` takes as
        `city_id`.

        Args:
            filter_state_id: Keep the cities of the department with this number. It was met in a third-party
                program.
            filter_name: Keep the cities with this name. It was met in a third-party program.
            sort: Order of the cities. It was met in a third-party program. A member of the enum, or one of
                "name".
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
                operation=CITIES_LIST,
                arguments={
                    "filter_state_id": filter_state_id,
                    "filter_name": filter_name,
                    "sort": sort,
                    "page": page,
                    "per_page": per_page,
                },
                options=options,
            )
        )


class AsyncCities(Resource):
    """The municipalities of Colombia."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def list(
        self,
        *,
        filter_state_id: int | Unset = UNSET,
        filter_name: str | Unset = UNSET,
        sort: CitySort | Literal["name"] | Unset = UNSET,
        page: int | Unset = UNSET,
        per_page: int | Unset = UNSET,
        options: CallOptions = DEFAULTS,
    ) -> CityPage:
        """List cities.

        Returns the cities and municipalities of Colombia, whose numbers `companies_create` takes as
        `city_id`.

        Args:
            filter_state_id: Keep the cities of the department with this number. It was met in a third-party
                program.
            filter_name: Keep the cities with this name. It was met in a third-party program.
            sort: Order of the cities. It was met in a third-party program. A member of the enum, or one of
                "name".
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
                operation=CITIES_LIST,
                arguments={
                    "filter_state_id": filter_state_id,
                    "filter_name": filter_name,
                    "sort": sort,
                    "page": page,
                    "per_page": per_page,
                },
                options=options,
            )
        )
