"""Links on which payers enrol utility bills in automatic debits; `direct_debits` says what they do."""

from __future__ import annotations

from typing import Final

from onepay_sandbox.life import Life
from onepay_sandbox.objects import Record
from onepay_sandbox.unit import Unit


def _expire(unit: Unit, link: Record) -> None:
    unit.move(link, "expired")


LIFE: Final = Life(
    kind="direct_debit_link",
    moves={"open": ("used", "expired"), "used": (), "expired": ()},
    timers={"expire": _expire},
)
