"""The passing of time: timers of a tenant are fired in the order in which they are due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from onepay_sandbox.life import Life
from onepay_sandbox.objects import Record
from onepay_sandbox.timers import DELIVERY, Timer
from onepay_sandbox.unit import Unit

MOST: Final = 20
"""How many timers one transaction fires, so that nobody waits long for its end."""


def pass_until(
    unit: Unit, until: datetime, lives: Mapping[str, Life], *, sending: bool, most: int = MOST
) -> Record | bool:
    """Let time pass for the tenant until `until`, for `most` timers, or until a delivery has to be sent first.

    Returns the delivery, with its timer used up, or else whether nothing more is due by `until`. Unless `sending`,
    deliveries are passed over and stay due. `unit.now` is then the moment that was reached.
    """
    fired = 0
    while loaded := unit.timers.load(until, sending=sending, most=most):
        unit.objects.preload((timer.kind, timer.id) for timer in loaded)
        while timer := unit.timers.pop():
            delivery = _fire(unit, timer, lives)
            fired += 1
            if delivery or fired >= most:
                return delivery or False
    unit.now = until
    return True


def _fire(unit: Unit, timer: Timer, lives: Mapping[str, Life]) -> Record | None:
    record = unit.objects.get(timer.kind, timer.id)
    if record is None:
        return None
    unit.now = timer.moment
    if record.kind == DELIVERY:
        return record
    lives[record.kind].timers[timer.name](unit, record)
    return None
