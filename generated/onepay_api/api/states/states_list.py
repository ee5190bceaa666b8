"""The record of states_list: List departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onepay_core.operation import Operation, Parameter

from ...shapes import Shape

if TYPE_CHECKING:
    from ...models.state_page import StatePage

STATES_LIST: Operation[StatePage] = Operation(
    id="states_list",
    method="GET",
    path="/states",
    server="https://api.onepay.la/v1",
    security=("SecretKey",),
    evidence="observed",
    source="Observed in a third-party program; no public page is known.",
    parameters=(Parameter("filter[name]", "query", "filter_name", str),),
    replies={
        "200": Shape("StateList"),
        "401": Shape("ErrorReply"),
        "422": Shape("ErrorReply"),
    },
)
