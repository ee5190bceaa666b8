"""What goes wrong with calls."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.faults import EVERY
from onepay_sandbox.refusals import invalid_field
from onepay_sandbox.values import Json


def faults_list(call: ControlCall) -> Json:
    """The rules that are in force."""
    return {"data": call.unit.tenant.settings.faults}


def faults_create(call: ControlCall) -> Json:
    """Add a rule; of two that fit a call the older applies."""
    operation = call.body.get("operation", EVERY)
    if operation != EVERY and operation not in call.room.operations:
        raise invalid_field("operation", f"There is no operation {operation[:100]}, so the rule would never apply.")
    if call.body["kind"] == "delay" and not call.body.get("seconds"):
        raise invalid_field("seconds", "A delay of no time changes nothing: say how many seconds it waits.")
    rule = {"id": call.unit.new_id("fault"), **call.body}
    call.unit.tenant.settings.faults.append(rule)
    return faults_list(call)


def faults_clear(call: ControlCall) -> None:
    """Let nothing fail."""
    call.unit.tenant.settings.faults.clear()
