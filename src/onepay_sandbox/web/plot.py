"""The balance of an account over time, with money in and out, as an inline SVG."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from onepay_sandbox.core.clock import from_microseconds
from onepay_sandbox.core.money import BALANCE
from onepay_sandbox.core.unit_of_work import UnitOfWork
from onepay_sandbox.storage.tables import ENTRIES

WIDTH: Final = 720
HEIGHT: Final = 240
_LEFT: Final = 8
_TOP: Final = 8
_BOTTOM: Final = 4
_BUCKETS: Final = 30
_MOST: Final = 5_000
_SHORTEST: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """The money that moved in one stretch of time: its place and height in the plot, and the pesos."""

    x: float
    width: float
    height: float
    y: float
    amount: int
    is_income: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything that the template draws."""

    line: str
    area: str
    bars: tuple[Bar, ...]
    begins: datetime
    ends: datetime
    highest: int
    zero: float
    top: float
    income: int
    spent: int


@dataclass(frozen=True, slots=True)
class _Entry:
    at: datetime
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class _Scale:
    begins: datetime
    span: timedelta
    highest: int

    def x(self, moment: datetime) -> float:
        """The place of a moment, from left to right."""
        return round(_LEFT + (WIDTH - 2 * _LEFT) * ((moment - self.begins) / self.span), 1)

    def y(self, amount: int) -> float:
        """The place of an amount, from the top down."""
        return round(_zero() - (_zero() - _TOP) * amount / self.highest, 1)


def balance_plot(unit: UnitOfWork) -> Plot | None:
    """The plot of the account's last movements; None while there are none."""
    entries = _entries(unit)
    if not entries:
        return None
    begins = entries[0].at
    span = max(unit.now - begins, _SHORTEST)
    bars = _sums(entries, begins, span)
    highest = max(*(entry.balance for entry in entries), *map(abs, bars.values()), 1)
    scale = _Scale(begins, span, highest)
    line = _line(entries, scale, begins + span)
    return Plot(
        line=line,
        area=f"{line} V{_zero()} H{scale.x(begins)} Z",
        bars=tuple(_bar(bucket, amount, highest) for bucket, amount in sorted(bars.items())),
        begins=begins,
        ends=begins + span,
        highest=highest,
        zero=_zero(),
        top=_TOP,
        income=sum(entry.amount for entry in entries if entry.amount > 0),
        spent=-sum(entry.amount for entry in entries if entry.amount < 0),
    )


def _entries(unit: UnitOfWork) -> list[_Entry]:
    table = ENTRIES.c
    of_balance = (table.tenant == unit.tenant.name, table.account == BALANCE)
    last = select(table.at, table.amount, table.balance).where(*of_balance).order_by(table.sequence.desc()).limit(_MOST)
    found = [_Entry(from_microseconds(at), amount, held) for at, amount, held in unit.connection.execute(last)]
    return found[::-1]


def _line(entries: list[_Entry], scale: _Scale, ends: datetime) -> str:
    before = entries[0].balance - entries[0].amount
    steps = [f"M{scale.x(scale.begins)},{scale.y(before)}"]
    steps += [f"H{scale.x(entry.at)} V{scale.y(entry.balance)}" for entry in entries]
    return " ".join([*steps, f"H{scale.x(ends)}"])


def _sums(entries: list[_Entry], begins: datetime, span: timedelta) -> dict[tuple[int, bool], int]:
    """What came in and what went out in each stretch of time."""
    sums: dict[tuple[int, bool], int] = {}
    for entry in entries:
        bucket = min(int(_BUCKETS * ((entry.at - begins) / span)), _BUCKETS - 1)
        place = (bucket, entry.amount > 0)
        sums[place] = sums.get(place, 0) + entry.amount
    return sums


def _bar(place: tuple[int, bool], amount: int, highest: int) -> Bar:
    bucket, is_income = place
    width = (WIDTH - 2 * _LEFT) / _BUCKETS
    height = round(max((_zero() - _TOP) * abs(amount) / highest, 1.5), 1)
    x = _LEFT + bucket * width + (1 if is_income else width / 2)
    return Bar(round(x, 1), round(width / 2 - 1, 1), height, round(_zero() - height, 1), amount, is_income)


def _zero() -> float:
    return HEIGHT - _BOTTOM
