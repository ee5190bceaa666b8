"""The record of cities_list: List cities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.city_page import CityPage

CITIES_LIST: Operation[CityPage] = Operation(
    id="cities_list",
    method="GET",
    path="/cities",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in a third-party program; no public page is known.",
    parameters=(
        Parameter("filter[state_id]", "query", "filter_state_id", int),
        Parameter("filter[name]", "query", "filter_name", str),
        Parameter("sort", "query", "sort", Shape("CitySort")),
        Parameter("page", "query", "page", Annotated[int, msgspec.Meta(ge=1)]),
        Parameter("per_page", "query", "per_page", Annotated[int, msgspec.Meta(ge=1)]),
    ),
    replies={
        "200": Shape("CityList"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
