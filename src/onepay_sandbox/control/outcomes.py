"""What becomes of the next objects."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.tenants import Outcome
from onepay_sandbox.values import Json


def outcomes_list(call: ControlCall) -> Json:
    """The outcomes that wait."""
    waiting = call.unit.tenant.settings.outcomes
    return {"data": [{"kind": one.kind, "result": one.result} for one in waiting]}


def outcomes_create(call: ControlCall) -> Json:
    """Choose the outcome of the next object of a kind."""
    call.unit.tenant.settings.outcomes.append(Outcome(call.body["kind"], call.body["result"]))
    return outcomes_list(call)


def outcomes_clear(call: ControlCall) -> None:
    """Let the next objects succeed."""
    call.unit.tenant.settings.outcomes.clear()
