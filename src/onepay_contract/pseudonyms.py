"""Numbered stand-ins for values: equal values get the same one, different values different ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from onepay_contract.formats import is_date, is_moment

_LONG: Final = 40
"""Texts beyond this length keep their length, since the limits of the contract are lengths."""
_SHORT: Final = 4
_LONGEST: Final = 10_000
_FIRST_DAY: Final = date(1900, 1, 1)
_DAYS: Final = 36_000
_PHONE_DIGITS: Final = 10

_SHAPES: Final[dict[str, re.Pattern[str]]] = {
    "key": re.compile(r"[sp]k_test_\w+", re.ASCII),
    "live-key": re.compile(r"[sp]k_live_\w+", re.ASCII),
    "uuid": re.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "email": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    "phone": re.compile(r"\+[0-9]{7,15}"),
    "moment": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]{5,18}(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"),
    "day": re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "digits": re.compile("[0-9]+"),
    "address": re.compile(r"https?://\S+"),
}
"""What a value looks like, which its stand-in looks like too; the first that fits counts."""


_DATES: Final[dict[str, Callable[[str], bool]]] = {"day": is_date, "moment": is_moment}
"""What is no date is replaced by none either, so that a recording shows what was wrong with it."""


class Pseudonyms:
    """The stand-ins of one recording."""

    def __init__(self) -> None:
        self._given: Final[dict[str, str]] = {}
        self._names: Final[dict[str, str]] = {}
        self._numbers: Final[dict[str, int]] = {}
        self._issued: Final[set[str]] = set()
        self._counts: Final[Counter[str]] = Counter()

    def text(self, text: str, noun: str) -> str:
        """The stand-in of a text; `noun` says what it is called if its shape says nothing."""
        shape = next((name for name, pattern in _SHAPES.items() if pattern.fullmatch(text)), noun)
        is_kept = shape not in _DATES or (_DATES[shape](text) and self._counts[shape] < _DAYS)
        return self._of(text, shape if is_kept else noun)

    def name(self, name: str) -> str:
        """The stand-in of a name of a field that is data; it is another one than that of an equal value."""
        if name not in self._names:
            self._names[name] = f"field-{len(self._names) + 1}"
        return self._names[name]

    def number(self, number: float) -> int:
        """The stand-in of a number, which is that of its digits where they stand in a text.

        A text such as `-1` is not of digits alone and has a stand-in in words, so the number has one of its own.
        """
        text = str(number)
        if text.isdigit():
            return int(self._of(text, "digits"))
        if text not in self._numbers:
            self._numbers[text] = int(self._new(text, "digits"))
        return self._numbers[text]

    def _of(self, text: str, shape: str) -> str:
        if text not in self._given:
            self._given[text] = self._new(text, shape)
        return self._given[text]

    def _new(self, text: str, shape: str) -> str:
        while True:
            self._counts[shape] += 1
            made = _padded(_WRITTEN.get(shape, _named(shape))(text, self._counts[shape]), text)
            if made not in self._issued and made != text:
                self._issued.add(made)
                return made


def _named(noun: str) -> Callable[[str, int], str]:
    """Texts such as `customer-first-name-1`, and `c1` for a text of few letters."""
    return lambda text, number: f"{noun}-{number}" if len(text) > _SHORT else f"{noun[0]}{number}"


def _padded(made: str, text: str) -> str:
    """As long as a long text was."""
    return made + "-" * min(len(text) - len(made), _LONGEST) if len(text) > _LONG else made


def _digits(text: str, number: int) -> str:
    return str(number).zfill(min(len(text), _LONGEST))


def _uuid(_: str, number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def _day(number: int) -> date:
    return _FIRST_DAY + timedelta(days=number % _DAYS)


def _moment(_: str, number: int) -> str:
    moment = datetime.combine(_day(number), datetime.min.time(), UTC) + timedelta(seconds=number // _DAYS)
    return moment.isoformat().replace("+00:00", "Z")


_WRITTEN: Final[dict[str, Callable[[str, int], str]]] = {
    "key": lambda text, number: f"{text[:8]}redacted_{number}",
    "live-key": lambda text, number: f"{text[:2]}-of-the-live-environment-{number}",
    "uuid": _uuid,
    "email": lambda _, number: f"person-{number}@example.com",
    "phone": lambda _, number: f"+57{number:0{_PHONE_DIGITS}d}",
    "moment": _moment,
    "day": lambda _, number: _day(number).isoformat(),
    "digits": _digits,
    "address": lambda _, number: f"https://example.com/{number}",
}
