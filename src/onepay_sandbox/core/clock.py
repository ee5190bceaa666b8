"""The clock of an account, and datetimes as they are stored, written and read.

Inside the sandbox a datetime is aware and in UTC.

Banks work on weekdays that are not public holidays. The package `holidays` knows the law: Ley 51 de 1983, and Ley 2578
de 2026, which adds 9 July, moved to Monday.
"""

from __future__ import annotations

import calendar
import functools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, TypeAlias

BOGOTA: Final = timezone(timedelta(hours=-5), "America/Bogota")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST: Final = datetime(1, 1, 2, tzinfo=UTC)
_LATEST_DATETIME: Final = datetime.max.replace(tzinfo=UTC)
_DAY: Final = timedelta(days=1)
_DATE: Final = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_MICROSECOND: Final = timedelta(microseconds=1)
_DURATION: Final = re.compile(
    r"P(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?"
)
_MONTHS: Final = 12
_SATURDAY: Final = 5
START: Final = datetime(2026, 2, 2, 13, tzinfo=UTC)
"""Where a frozen clock stands by default: a Monday, eight in the morning in Bogotá."""
LATEST: Final = datetime(3000, 1, 1, tzinfo=UTC)
"""No clock goes further, so that every later datetime can still be written."""


def stamp(moment: datetime) -> str:
    """The moment as most replies print it: `2026-02-03T15:20:00.000000Z`."""
    return f"{moment.isoformat(timespec='microseconds')[:26]}Z"  # five times as quick as strftime


def offset_stamp(moment: datetime) -> str:
    """The moment as the pages on customer sessions print it: `2026-02-03T15:20:00+00:00`."""
    return moment.replace(microsecond=0).isoformat()


def to_microseconds(moment: datetime) -> int:
    """The moment as it is stored: microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(number: int) -> datetime:
    """The moment that `to_number` stored."""
    return _EPOCH + timedelta(microseconds=number)


def parse_datetime(text: str) -> datetime:
    """The moment that an ISO 8601 text means; a date alone is the start of that day in Bogotá.

    Raises `ValueError` for any other text, and where UTC or Bogotá would need a year below 1 or
    over 9999.
    """
    moment = datetime.fromisoformat(text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=BOGOTA)
    if not _EARLIEST <= aware <= _LATEST_DATETIME:
        raise ValueError("The moment lies outside of the years that can be reckoned with.")
    return aware.astimezone(UTC)


def parse_end(text: str) -> datetime:
    """The moment that an ISO 8601 text means as an end; a date alone is the end of that day in Bogotá.

    Raises `ValueError` for any other text.
    """
    start = parse_datetime(text)
    if not _DATE.fullmatch(text):
        return start
    if start > _LATEST_DATETIME - _DAY:
        raise ValueError("The day has no end that can be reckoned with.")
    return start + _DAY


def day_of(moment: datetime) -> date:
    """The day in Bogotá, by which banks count."""
    return moment.astimezone(BOGOTA).date()


def at_hour(day: date, hour: int) -> datetime:
    """The full hour of a day in Bogotá."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=BOGOTA).astimezone(UTC)


def after_duration(moment: datetime, text: str) -> datetime:
    """The moment that lies a duration such as `P3D`, `PT1H30M`, `P1M` or `P1Y` after another.

    Months and years are those of the calendar in Bogotá: a month after 31 January is the last day of February. Raises
    `ValueError` for any other text and for one that names no span at all, `OverflowError` for a moment after all years.
    """
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        raise ValueError(f"{text!r} is not a duration; write one such as P3D, PT36H, P1DT30M, P1M or P1Y.")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return _months_later(moment, years * _MONTHS + months) + span


def _months_later(moment: datetime, months: int) -> datetime:
    local = moment.astimezone(BOGOTA)
    years, month = divmod(local.month - 1 + months, _MONTHS)
    if local.year + years >= LATEST.year:
        raise OverflowError("The clock goes no further than the year 3000.")
    last = calendar.monthrange(local.year + years, month + 1)[1]
    return local.replace(year=local.year + years, month=month + 1, day=min(local.day, last)).astimezone(UTC)


WallClock: TypeAlias = Callable[[], datetime]
"""Returns the time outside; tests pass their own."""


def wall_time() -> datetime:
    """The time outside."""
    return from_microseconds(time.time_ns() // 1000)


@dataclass(frozen=True, slots=True)
class Clock:
    """How the clock of a new account stands: `start` is None where a running clock shows the time outside."""

    running: bool = False
    start: datetime | None = START

    def __post_init__(self) -> None:
        """Raises `ValueError` for a start that no clock can have."""
        if self.start is not None and (self.start.tzinfo is None or self.start > LATEST):
            raise ValueError(
                f"A clock cannot start at {self.start.isoformat()}: give a moment with its zone, such as "
                "datetime(2026, 2, 2, 13, tzinfo=UTC), that lies before the year 3000."
            )

    def opened(self, wall: datetime) -> tuple[int, int | None]:
        """The two numbers by which a tenant keeps its clock, for a tenant that opens at `wall`."""
        start = to_microseconds(self.start or wall)
        return start, to_microseconds(wall) if self.running else None


def frozen(at: datetime = START) -> Clock:
    """A clock that stands at `at` until it is advanced."""
    return Clock(running=False, start=at)


def running(start: datetime | None = None) -> Clock:
    """A clock that runs, from `start` or with the time outside."""
    return Clock(running=True, start=start)


def is_bank_day(day: date) -> bool:
    """Whether banks work on `day`."""
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year)


def bank_day_after(day: date, days: int = 1) -> date:
    """The bank day that comes `days` bank days after `day`."""
    while days:
        day += _DAY
        if is_bank_day(day):
            days -= 1
    return day


@functools.cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year in Colombia.

    The first call imports the calendars of all countries, which takes most of a second: a server makes it in a thread.
    """
    from holidays import country_holidays  # noqa: PLC0415 - slow to import, and most sandboxes count no days

    return frozenset(country_holidays("CO", years=year))
