"""Whether a text is written in a format that the contract names."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Final

_MOMENT: Final = re.compile(
    r"""
    (?P<day> [0-9]{4}-[0-9]{2}-[0-9]{2} ) [Tt\ ]
    (?P<hour> [0-9]{2} ) : (?P<minute> [0-9]{2} ) : (?P<second> [0-9]{2} ) (?: [.][0-9]+ )?
    (?P<zone> [Zz] | [+-] (?P<zone_hour> [0-9]{2} ) : (?P<zone_minute> [0-9]{2} ) )?
    """,
    re.VERBOSE | re.ASCII,
)
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MINUTE: Final = 60
_DAY_LONG: Final = timedelta(days=1)
_LAST_MINUTE: Final = timedelta(hours=23, minutes=59)
_LARGEST: Final = {"int64": 2**63 - 1, "int32": 2**31 - 1}


def is_date(text: str) -> bool:
    """Whether the text is a day that exists, as `2026-02-28`."""
    if not _DAY.fullmatch(text):
        return False
    year, month, day = (int(part) for part in text.split("-"))
    try:
        date(year or 4, month, day)  # the year 0 is a leap year, and Python has none
    except ValueError:
        return False
    return True


def is_moment(text: str) -> bool:
    """Whether the text is a moment with its time zone (RFC 3339)."""
    found = _MOMENT.fullmatch(text)
    return bool(found and found["zone"] and " " not in text and _exists(found))


def is_moment_without_zone(text: str) -> bool:
    """Whether only the time zone is missing, or a blank stands where the T should."""
    found = _MOMENT.fullmatch(text)
    return bool(found and not found["zone"] and _exists(found))


def is_written_as(text: str, name: str) -> bool:
    """Whether the text is in the format of that name; a format that is not about texts allows all."""
    checks = {"date-time": is_moment, "date": is_date}
    return name not in checks or checks[name](text)


def is_too_large(number: float, name: str) -> bool:
    """Whether a number is outside of what `int64` or `int32` can hold."""
    largest = _LARGEST.get(name)
    return largest is not None and not -largest - 1 <= number <= largest


def _exists(found: re.Match[str]) -> bool:
    """Whether there is such a day and time; the second 60 exists only at the end of a day in UTC."""
    if not is_date(found["day"]):
        return False
    hour, minute, second = (int(found[name]) for name in ("hour", "minute", "second"))
    try:
        clock = time(hour, minute)
        zone = time(int(found["zone_hour"] or 0), int(found["zone_minute"] or 0))
    except ValueError:
        return False
    shift = timedelta(hours=zone.hour, minutes=zone.minute)
    local = timedelta(hours=clock.hour, minutes=clock.minute)
    utc = local - shift if (found["zone"] or "Z").startswith("+") else local + shift
    return second < _MINUTE or (second == _MINUTE and utc % _DAY_LONG == _LAST_MINUTE)
