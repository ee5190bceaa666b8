"""Cities."""

from __future__ import annotations

from onepay_sandbox.calls import Call
from onepay_sandbox.pages import counted, cut, without_nulls
from onepay_sandbox.places import cities, named
from onepay_sandbox.values import Json


def cities_list(call: Call) -> Json:
    """One page of cities, by their numbers unless they are sorted by name."""
    state = call.query.get("filter[state_id]")
    found = [city for city in named(cities(), call.query.get("filter[name]")) if state in (None, city["state"]["id"])]
    if call.query.get("sort") == "name":
        found.sort(key=lambda city: str(city["name"]))
    return without_nulls(counted(cut(call, found, size=15)))
