"""Colombian bank days: weekdays that are not public holidays.

The package `holidays` knows the law: Ley 51 de 1983, and Ley 2578 de 2026, which adds 9 July, moved to Monday.
"""

from __future__ import annotations

import functools
from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


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
