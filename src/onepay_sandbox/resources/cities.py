"""Cities: some of each department, with numbers of our own."""

from __future__ import annotations

from typing import Final

from onepay_core.json_values import Document, Json
from onepay_sandbox.api import Call
from onepay_sandbox.resources.pagination import counted, cut, without_nulls
from onepay_sandbox.resources.states import DEPARTMENTS, departments, with_name

_HUNDRED: Final = 100


def cities_list(call: Call) -> Json:
    """One page of cities, by their numbers unless they are sorted by name."""
    state = call.query.get("filter[state_id]")
    named = with_name(_cities(), call.query.get("filter[name]"))
    found = [city for city in named if state in (None, city["state"]["id"])]
    if call.query.get("sort") == "name":
        found.sort(key=lambda city: str(city["name"]))
    return without_nulls(counted(cut(call, found, size=15)))


def _cities() -> list[Document]:
    """Every known city with its department, in the order of their numbers."""
    return [
        {"id": state["id"] * _HUNDRED + place, "name": name, "state": state}
        for state in departments()
        for place, name in enumerate(DEPARTMENTS[state["id"]][1:], start=1)
    ]
