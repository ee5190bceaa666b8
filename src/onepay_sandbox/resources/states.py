"""Departments."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.simulation.regions import states, with_name


def states_list(call: Call) -> Json:
    """The departments, of which one page holds all."""
    return {"data": with_name(states(), call.query.get("filter[name]"))}
