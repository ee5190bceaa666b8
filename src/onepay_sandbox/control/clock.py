"""The time in one account."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from onepay_sandbox.clock import LATEST
from onepay_sandbox.control_room import ControlCall, Travel
from onepay_sandbox.moments import duration, read, stamp, to_number
from onepay_sandbox.refusals import invalid_field
from onepay_sandbox.unit import Unit
from onepay_sandbox.values import Document, Json

_FARTHEST: Final = timedelta(days=366 * 20)


def clock_get(call: ControlCall) -> Json:
    """What the clock shows."""
    return _view(call.unit)


def clock_set(call: ControlCall) -> Json:
    """Freeze the clock where it stands, or let it run on from there."""
    tenant, running = call.unit.tenant, call.body["running"]
    tenant.clock_at = to_number(call.unit.now)
    tenant.wall_at = to_number(call.room.wall()) if running else None
    return _view(call.unit)


def clock_advance(call: ControlCall) -> Travel:
    """Let time pass; whatever is due on the way happens in its order."""
    return Travel(partial(_target, call.body), _view)


def _target(body: Document, unit: Unit) -> datetime:
    until = _named(body, unit)
    if until < unit.now:
        raise invalid_field("to", f"The clock shows {stamp(unit.now)} already, and goes forward only.")
    if until > min(unit.now + _FARTHEST, LATEST):
        raise invalid_field(next(iter(body)), "The clock moves at most twenty years at once, until the year 3000.")
    return until


def _named(body: Document, unit: Unit) -> datetime:
    if "to" in body:
        return _moment(body["to"])
    if "to_next_event" in body:
        return max(unit.timers.first_due() or unit.now, unit.now)
    try:
        return unit.now + duration(body["by"])
    except (ValueError, OverflowError) as error:
        raise invalid_field("by", str(error)) from error


def _moment(text: str) -> datetime:
    try:
        return read(text)
    except ValueError as error:
        raise invalid_field("to", "No moment is written so; write one such as 2026-02-03T15:20:00Z.") from error


def _view(unit: Unit) -> Json:
    due = unit.timers.first_due()
    return {"now": stamp(unit.now), "running": unit.tenant.running, "next_event_at": stamp(due) if due else None}
