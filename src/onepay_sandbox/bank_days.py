"""Colombian bank days: weekdays that are not holidays.

Holidays follow Ley 51 de 1983: some stay on their date, some move to the next Monday, some hang from Easter.
"""

from __future__ import annotations

import functools
from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_FIXED: Final = ((1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25))
_TO_MONDAY: Final = ((1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11))
_FROM_EASTER: Final = (-3, -2, 43, 64, 71)  # Maundy Thursday, Good Friday, Ascension, Corpus Christi, Sacred Heart


def is_bank_day(day: date) -> bool:
    """Whether banks work on `day`."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def bank_day_after(day: date, days: int = 1) -> date:
    """The bank day that comes `days` bank days after `day`."""
    while days:
        day += _DAY
        days -= is_bank_day(day)
    return day


@functools.cache
def holidays(year: int) -> frozenset[date]:
    """The eighteen holidays of a year."""
    fixed = {date(year, month, day) for month, day in _FIXED}
    moved = {_monday_from(date(year, month, day)) for month, day in _TO_MONDAY}
    return frozenset(fixed | moved | {easter(year) + days * _DAY for days in _FROM_EASTER})


def easter(year: int) -> date:
    """Easter Sunday, by Gauss's rule in the form of Meeus."""
    century, year_of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (year % 19) + century - leaps - moon + 15) % 30
    weekday = (32 + 2 * rest + 2 * (year_of_century // 4) - epact - year_of_century % 4) % 7
    correction = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def _monday_from(day: date) -> date:
    return day + (-day.weekday() % 7) * _DAY
