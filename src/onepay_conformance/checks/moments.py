"""Do moments have a zone, and follow each other?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from onepay_conformance.checks.check import history_check
from onepay_conformance.history import History, Interaction, new_id
from onepay_conformance.target import Key
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object

_NAIVE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?")
_FOLLOWS: Final = (
    ("created_at", "updated_at"),
    ("created_at", "paid_at"),
    ("created_at", "processed_at"),
    ("created_at", "expires_at"),
)
_YEAR: Final = "expiration_year"
_ENDS: Final = re.compile(r"(\d{1,2})/(\d{4})|(\d{4})-(\d\d)-(?!01)\d\d(?:T.*)?")
"""The month in which a card ends, as documents write it; what ends on a first may end with the month before."""
_DUE: Final = "due_date"
_DAY: Final = len("2026-02-02")
_DRIFT: Final = timedelta(minutes=1)
"""So far may the clocks of a server's machines disagree (ours)."""


@history_check
def moments_have_a_zone(history: History) -> Iterable[Finding]:
    """What the contract calls a moment says in which zone it is meant."""
    names = frozenset(_moment_fields(history.contract_index.contract.document))
    for seen in history.successes:
        for pointer, one in seen.parts:
            for name in names & one.keys():
                if isinstance(one[name], str) and _NAIVE.fullmatch(one[name]):
                    yield seen.finding(Kind.TIME_WITHOUT_ZONE, f"{pointer}/{name}", "a zone", "a moment without one")


@history_check
def moments_follow_each_other(history: History) -> Iterable[Finding]:
    """Nothing is changed, paid, processed or over before it was made."""
    for seen in history.successes:
        for pointer, one in seen.parts:
            for first, second in _FOLLOWS:
                if _is_before(one.get(second), one.get(first)):
                    expected = f"a moment not before {first}"
                    yield seen.finding(Kind.TIME_GOES_BACKWARDS, f"{pointer}/{second}", expected, "an earlier one")


@history_check
def the_clock_runs_forward(history: History) -> Iterable[Finding]:
    """What is made later is dated later, and ends after it begins."""
    latest: dict[tuple[str, bool], datetime] = {}
    known: set[str] = set()
    for seen in history.creations:
        made, name = seen.objects[0], new_id(seen) or ""
        moment = moment_of(made.get("created_at"))
        clock = (seen.operation.id, seen.key == Key.OTHER)
        if name not in known and moment:
            if moment < latest.get(clock, moment) - _DRIFT:
                expected = "a moment not before that of the one made before"
                yield seen.finding(Kind.TIME_GOES_BACKWARDS, "/created_at", expected, "an earlier one")
            latest[clock] = moment
        known.add(name)


@history_check
def nothing_is_over_when_it_begins(history: History) -> Iterable[Finding]:
    """What was just made expires after everything that was made before it."""
    now: datetime | None = None
    for seen in (one for one in history.actions if one.key != Key.OTHER):
        for one in seen.objects if seen.operation.method == "POST" else ():
            end = moment_of(one.get("expires_at"))
            if end and now and end < now - _DRIFT and not _asks_for_the_past(seen):
                expected = "a moment after its making"
                yield seen.finding(Kind.TIME_GOES_BACKWARDS, "/expires_at", expected, "an earlier one")
            made = moment_of(one.get("created_at"))
            now = max(now or made, made) if made else now


@history_check
def what_was_made_stays_dated(history: History) -> Iterable[Finding]:
    """The moment at which something was made is the same whenever it is read."""
    first: dict[str, datetime] = {}
    for seen in history.successes:
        for one in seen.objects:
            name, moment = one.get("id"), moment_of(one.get("created_at"))
            if isinstance(name, str) and moment and first.setdefault(name, moment) != moment:
                expected = "the moment that was shown first"
                yield seen.finding(Kind.VALUE_NOT_KEPT, "/created_at", expected, "another one")


@history_check
def days_are_kept(history: History) -> Iterable[Finding]:
    """The day on which something is due is shown as the day that was written, where it is shown as a date."""
    for seen in (one for one in history.successes if is_object(one.asked) and one.objects):
        asked, told = (str(one.get(_DUE))[:_DAY] for one in (seen.asked, seen.objects[0]))
        if _is_day(asked) and _is_day(told) and asked != told:
            yield seen.finding(Kind.VALUE_NOT_KEPT, f"/{_DUE}", "the day that was written", "another one")


@history_check
def cards_end_when_they_were_said_to(history: History) -> Iterable[Finding]:
    """The month in which a card ends is the one that was written, in whichever form it is shown."""
    for seen in (one for one in history.creations if is_object(one.asked) and _YEAR in one.asked):
        found = _ENDS.fullmatch(str(seen.objects[0].get("expiration_date")))
        told = (found[2] or found[3], (found[1] or found[4]).zfill(2)) if found else None
        if told and told != (f"20{seen.asked[_YEAR]}", str(seen.asked.get("expiration_month"))):
            yield seen.finding(Kind.VALUE_NOT_KEPT, "/expiration_date", "the month that was written", "another one")


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _asks_for_the_past(seen: Interaction) -> bool:
    """Whether the end was chosen by who asked, and may be over."""
    ends = [value for name, value in seen.asked.items() if name.startswith("expir")] if is_object(seen.asked) else []
    return any(type(value) is not int or value <= 0 for value in ends)


def _is_before(second: Json, first: Json) -> bool:
    late, early = moment_of(second), moment_of(first)
    return late is not None and early is not None and late < early


def moment_of(text: Json) -> datetime | None:
    """The moment that a text means; None for a date, and for what has no zone."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _moment_fields(value: Json) -> Iterator[str]:
    if is_array(value):
        for item in value:
            yield from _moment_fields(item)
    elif is_object(value):
        properties = value.get("properties", {})
        yield from (name for name, one in properties.items() if is_object(one) and one.get("format") == "date-time")
        for item in value.values():
            yield from _moment_fields(item)
