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
    "a bare route",
    "a case",
    "a conformance case",
    "a fitting body",
    "a fresh one",
    "a fresh one and its first call",
    "a look for what is due",
    "a missing field in each",
    "a page in the middle",
    "a page of {} objects",
    "a run",
    "a run of {} payouts",
    "a wrong type in each",
    "a year passes",
    "a year with {} objects",
    "an unknown enum value in each",
    "an unknown field in each payment",
    "async",
    "at once",
    "bare Starlette",
    "bare httpx",
    "beyond httpx",
    "card",
    "command to first reply",
    "conformance",
    "CPU time",
    "create with a key",
    "creates on PostgreSQL",
    "customer login",
    "departing bodies",
    "departing in each payment",
    "each with customer",
    "card and metadata",
    "elsewhere",
    "fast",
    "first call",
    "from a dict",
    "full",
    "generator",
    "GET of a payment",
    "GET {} by reference",
    "GET {} by status",
    "GET {} by {}",
    "idle accounts",
    "in PostgreSQL",
    "in a file",
    "in process",
    "in this environment",
    "its median",
    "its ten seconds",
    "its {} s",
    "journal on",
    "memory beyond httpx",
    "memory of a live client",
    "metadata",
    "missing field",
    "of {}",
    "one core",
    "one process",
    "onepay conformance run",
    "onepay sandbox start",
    "one after the other",
    "payouts",
    "reading {} payments",
    "regenerating",
    "regenerating everything",
    "rows checked offline",
    "run",
    "sandbox",
    "schemathesis alone",
    "sending",
    "sent by four workers",
    "sent by {} threads",
    "slowest hundredth of GETs",
    "snapshots",
    "POST with {} objects",
    "PUT with {} objects",
    "start to first reply",
    "starting",
    "stock",
    "stripe-python objects",
    "ten seconds",
    "the longest GET of another account meanwhile",
    "the same",
    "the sandbox",
    "the slowest hundredth",
    "their median",
    "the installed wheel",
    "two killed",
    "two processes",
    "two seconds",
    "unknown enum value",
    "unknown field",
    "wall time",
    "with customer",
    "writing",
    "writing {} requests",
    "wrong type",
    "{} GETs",
    "{} GETs at once",
    "{} GETs in turn",
    "{} a second",
    "{} ms",
    "{} of a run",
    "{} objects",
    "{} requests",
    "{} rows",
    "{} s",
    "{} subscriptions",
    "{} threads",
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
