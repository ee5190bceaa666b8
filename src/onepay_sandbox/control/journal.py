"""Requests that came in, and their answers."""

from __future__ import annotations

from onepay_sandbox.control_room import ControlCall
from onepay_sandbox.values import Json


def journal_list(call: ControlCall) -> Json:
    """The last requests, newest first."""
    return {"data": call.room.journal.entries(call.unit.tenant.name)}
