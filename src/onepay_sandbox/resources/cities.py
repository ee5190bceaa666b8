"""Cities."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.resources.pagination import counted, cut, without_nulls
from onepay_sandbox.simulation.regions import cities, with_name


def cities_list(call: Call) -> Json:
    """One page of cities, by their numbers unless they are sorted by name."""
    state = call.query.get("filter[state_id]")
    found = [
        city for city in with_name(cities(), call.query.get("filter[name]")) if state in (None, city["state"]["id"])
    ]
    if call.query.get("sort") == "name":
        found.sort(key=lambda city: str(city["name"]))
    return without_nulls(counted(cut(call, found, size=15)))
