"""Departments."""

from __future__ import annotations

from onepay_sandbox.calls import Call
from onepay_sandbox.places import named, states
from onepay_sandbox.values import Json


def states_list(call: Call) -> Json:
    """The departments, of which one page holds all."""
    return {"data": named(states(), call.query.get("filter[name]"))}
