"""Control calls that decide outcomes: of the next objects, and faults of calls."""

from __future__ import annotations

from onepay_core.json_values import Json
from onepay_sandbox.control.api import ControlCall
from onepay_sandbox.core.faults import EVERY
from onepay_sandbox.core.refusals import invalid_field
from onepay_sandbox.core.scenarios import check_outcome
from onepay_sandbox.core.unit_of_work import Outcome


def outcomes_list(call: ControlCall) -> Json:
    """The outcomes that wait."""
    waiting = call.unit.tenant.settings.outcomes
    return {"data": [{"kind": item.kind, "result": item.result} for item in waiting]}


def outcomes_create(call: ControlCall) -> Json:
    """Choose the outcome of the next object of a kind."""
    check_outcome("result", call.body["result"])
    call.unit.tenant.settings.outcomes.append(Outcome(call.body["kind"], call.body["result"]))
    return outcomes_list(call)


def outcomes_clear(call: ControlCall) -> None:
    """Let the next objects succeed."""
    call.unit.tenant.settings.outcomes.clear()


def faults_list(call: ControlCall) -> Json:
    """The rules that are in force."""
    return {"data": call.unit.tenant.settings.faults}


def faults_create(call: ControlCall) -> Json:
    """Add a rule; of two that fit a call the older applies."""
    operation = call.body.get("operation", EVERY)
    if operation != EVERY and operation not in call.context.operations:
        raise invalid_field("operation", f"There is no operation {operation[:100]}, so the rule would never apply.")
    if call.body["kind"] == "delay" and not call.body.get("seconds"):
        raise invalid_field("seconds", "A delay of no time changes nothing: say how many seconds it waits.")
    rule = {"id": call.unit.new_id("fault"), **call.body}
    call.unit.tenant.settings.faults.append(rule)
    return faults_list(call)


def faults_clear(call: ControlCall) -> None:
    """Let nothing fail."""
    call.unit.tenant.settings.faults.clear()
