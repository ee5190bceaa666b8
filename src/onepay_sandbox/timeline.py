"""The passing of time: timers of a tenant are fired in the order in which they are due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from onepay_sandbox.life import Life
from onepay_sandbox.objects import Record
from onepay_sandbox.timers import Timer
from onepay_sandbox.unit import Unit


def pass_until(unit: Unit, until: datetime, lives: Mapping[str, Life]) -> Record | None:
    """Let time pass for the tenant until `until`, or until a delivery has to be sent first.

    Returns the delivery, with its timer used up, or None when `until` is reached. `unit.now` is then the
    moment that was reached.
    """
    while loaded := unit.timers.load(until):
        unit.objects.preload((timer.kind, timer.id) for timer in loaded)
        delivery = _fire_loaded(unit, lives)
        if delivery:
            return delivery
    unit.now = until
    return None


def _fire_loaded(unit: Unit, lives: Mapping[str, Life]) -> Record | None:
    while timer := unit.timers.pop():
        delivery = _fire(unit, timer, lives)
        if delivery:
            return delivery
    return None


def _fire(unit: Unit, timer: Timer, lives: Mapping[str, Life]) -> Record | None:
    record = unit.objects.get(timer.kind, timer.id)
    if record is None:
        return None
    unit.now = timer.moment
    if record.kind == "delivery":
        return record
    lives[record.kind].timers[timer.name](unit, record)
    return None
