"""What goes wrong with calls."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.values import Json


def faults_list(call: ControlCall) -> Json:
    """The rules that are in force."""
    return {"data": call.unit.tenant.settings.faults}


def faults_create(call: ControlCall) -> Json:
    """Add a rule; of two that fit a call the older applies."""
    rule = {"id": call.unit.new_id("fault"), **call.body}
    call.unit.tenant.settings.faults.append(rule)
    return faults_list(call)


def faults_clear(call: ControlCall) -> None:
    """Let nothing fail."""
    call.unit.tenant.settings.faults.clear()
