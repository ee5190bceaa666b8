"""Links on which payers enrol utility bills in automatic debits; `direct_debits` says what they do."""

from __future__ import annotations

from typing import Final

from onepay_sandbox.core.objects import StoredObject
from onepay_sandbox.core.state_machine import StateMachine
from onepay_sandbox.core.unit_of_work import UnitOfWork


def _expire(unit: UnitOfWork, link: StoredObject) -> None:
    unit.move(link, "expired")


LIFE: Final = StateMachine(
    kind="direct_debit_link",
    transitions={"open": ("used", "expired"), "used": (), "expired": ()},
    timers={"expire": _expire},
)
