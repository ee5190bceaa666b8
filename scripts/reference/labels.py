"""The labels of measured figures, put together from phrases that are translated once.

A label such as `sandbox: a year passes, 10,000 subscriptions` is taken apart at its colons and commas. Numbers, paths
and names of programs stand for themselves. What is left are phrases, such as `{} subscriptions`. `PHRASES` has those of
all benches, so results that are measured anew need no new translation; the build fails on a phrase that has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

PHRASES: Final = (
    "a case",
    "a fitting body",
    "a fresh one",
    "a look for what is due",
    "a page in the middle",
    "a page of {} objects",
    "a run",
    "a year passes",
    "async",
    "at once",
    "bare Starlette",
    "bare httpx",
    "beyond httpx",
    "conformance",
    "CPU time",
    "create with a key",
    "creates on PostgreSQL",
    "customer login",
    "departing in each payment",
    "each with customer",
    "card and metadata",
    "elsewhere",
    "fast",
    "first call",
    "from a dict",
    "full",
    "GET of a payment",
    "GET {} by reference",
    "GET {} by status",
    "GET {} by {}",
    "idle accounts",
    "in PostgreSQL",
    "in a file",
    "in an installed package",
    "in process",
    "in this environment",
    "its median",
    "its ten seconds",
    "its {} s",
    "journal on",
    "memory of a live client",
    "missing field",
    "of {}",
    "one core",
    "one monthly renewal",
    "one process",
    "onepay conformance run",
    "onepay sandbox start",
    "one after the other",
    "payouts",
    "reading {} payments",
    "reconciliation",
    "regenerating",
    "rows checked offline",
    "sandbox",
    "sent by four workers",
    "sent by {} threads",
    "snapshots",
    "POST with {} objects",
    "PUT with {} objects",
    "start to first reply",
    "starting",
    "stock",
    "stripe-python objects",
    "the longest GET of another account meanwhile",
    "the slowest hundredth",
    "two killed",
    "two processes",
    "unknown enum value",
    "unknown field",
    "wall time",
    "writing {} requests",
    "wrong type",
    "{} GETs",
    "{} GETs at once",
    "{} a second",
    "{} of a run",
    "{} entries",
    "{} objects",
    "{} requests",
    "{} rows",
    "{} subscriptions",
    "{} wrong",
)
NUMBER: Final = "1,234.5"
"""A message whose translation shows how a language writes the thousands and the decimals of a number."""
_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ITSELF: Final = re.compile(r"\S*[\d/_.=?]\S*")
_SEPARATOR: Final = re.compile(r"([:,] )")


class Labels:
    """Labels and numbers in one language."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate
        sample = translate(NUMBER)
        self._separators = str.maketrans({",": sample[1], ".": sample[5]})

    def __call__(self, label: str) -> str:
        """The label in this language; raises what `translate` raises for a phrase that has no translation."""
        return "".join(self._part(part) for part in _SEPARATOR.split(label))

    def number(self, value: float) -> str:
        """A number with at most three digits that count."""
        return f"{float(f'{value:.3g}'):,g}".translate(self._separators)

    def _part(self, part: str) -> str:
        phrase, themselves = _taken_apart(part)
        numbers = (word.translate(self._separators) if _NUMBER.fullmatch(word) else word for word in themselves)
        return (self._translate(phrase) if _is_prose(phrase) else phrase).format(*numbers)


def phrases(label: str) -> Iterator[str]:
    """What has to be translated of a label."""
    yield from (phrase for phrase, _ in map(_taken_apart, _SEPARATOR.split(label)) if _is_prose(phrase))


def _taken_apart(part: str) -> tuple[str, list[str]]:
    return _ITSELF.sub("{}", part), _ITSELF.findall(part)


def _is_prose(phrase: str) -> bool:
    """A word that stands alone is the name of a program, unless it is known to be a word."""
    words = phrase.split()
    return phrase in PHRASES or (len(words) > 1 and any(word.islower() for word in words))
