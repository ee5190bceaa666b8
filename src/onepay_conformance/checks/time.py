"""Date-times and days: offsets, order, expiry, and agreement between operations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median_low
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.history import History, Interaction, creates, new_id
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object

_APART: Final = timedelta(minutes=30)
"""Less than any two zones are apart, and more than a run takes between two creations (ours)."""
_NEAR: Final = 30
"""So many things before and after say what time it was."""
_ENDS: Final = ("expires_at", "expiration_at")
_LATER: Final = 7
_NAIVE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?")
_FOLLOWS: Final = (
    ("created_at", "updated_at"),
    ("created_at", "paid_at"),
    ("created_at", "processed_at"),
    ("created_at", "expires_at"),
)
_YEAR: Final = "expiration_year"
_CARD_EXPIRY: Final = re.compile(r"(\d{1,2})/(\d{4})|(\d{4})-(\d\d)-(?!01)\d\d(?:T.*)?")
"""The month in which a card ends, as documents write it; what ends on a first may end with the month before."""
_DUE: Final = "due_date"
_DAY: Final = len("2026-02-02")
_DRIFT: Final = timedelta(minutes=1)
"""So far may the clocks of a server's machines disagree (ours)."""


@history_check
def clocks_agree(history: History) -> Iterable[Finding]:
    """What is made between two other things is dated between them, wherever it is shown."""
    shown = [*_witnesses(history)]
    for number, (observed, moment) in enumerate(shown):
        near = shown[max(0, number - _NEAR) : number + _NEAR]
        others = [other for item, other in near if item.operation.id != observed.operation.id]
        if others and abs(moment - median_low(others)) > _APART:
            yield observed.finding(Kind.TIME_GOES_BACKWARDS, "/created_at", "the moment of its making", "another one")


@history_check
def expiry_is_the_requested_one(history: History) -> Iterable[Finding]:
    """What was asked to end at a moment ends at that moment."""
    for interaction in history.creations:
        made = interaction.objects[0]
        requested = [moment for _, item in _ends(interaction.body) if (moment := moment_of(item))]
        for name, shown in _ends(made) if requested else ():
            if name in _ENDS and shown and moment_of(shown) not in requested:
                yield interaction.finding(
                    Kind.VALUE_NOT_KEPT, f"/{name}", "the moment that was asked for", "another one"
                )


@active_check
def later_expiry_is_kept(session: Session) -> Iterable[Finding]:
    """What is asked to last longer lasts longer."""
    for operation in session.operations():
        body = support.body_of(session, operation) if operation.method == "POST" else None
        for name in session.contract_index.fields(operation) if is_object(body) else ():
            if name.startswith("expir") and is_object(body):
                yield from _lasting(session, operation, body, name)


@history_check
def date_times_have_an_offset(history: History) -> Iterable[Finding]:
    """What the contract calls a moment says in which zone it is meant."""
    names = frozenset(_moment_fields(history.contract_index.contract.document))
    for interaction in history.successes:
        for pointer, item in interaction.parts:
            for name in names & item.keys():
                if isinstance(item[name], str) and _NAIVE.fullmatch(item[name]):
                    yield interaction.finding(
                        Kind.TIME_WITHOUT_ZONE, f"{pointer}/{name}", "a zone", "a moment without one"
                    )


@history_check
def date_times_are_in_order(history: History) -> Iterable[Finding]:
    """Nothing is changed, paid, processed or over before it was made."""
    for interaction in history.successes:
        for pointer, item in interaction.parts:
            for first, second in _FOLLOWS:
                if _is_before(item.get(second), item.get(first)):
                    expected = f"a moment not before {first}"
                    yield interaction.finding(
                        Kind.TIME_GOES_BACKWARDS, f"{pointer}/{second}", expected, "an earlier one"
                    )


@history_check
def later_object_has_a_later_date(history: History) -> Iterable[Finding]:
    """What is made later is dated later, and ends after it begins."""
    latest: dict[tuple[str, bool], datetime] = {}
    known: set[str] = set()
    for interaction in history.creations:
        made, name = interaction.objects[0], new_id(interaction) or ""
        moment = moment_of(made.get("created_at"))
        clock = (interaction.operation.id, interaction.key == Key.OTHER)
        if name not in known and moment:
            if moment < latest.get(clock, moment) - _DRIFT:
                expected = "a moment not before that of the one made before"
                yield interaction.finding(Kind.TIME_GOES_BACKWARDS, "/created_at", expected, "an earlier one")
            latest[clock] = moment
        known.add(name)


@history_check
def new_object_has_not_expired(history: History) -> Iterable[Finding]:
    """What was just made expires after everything that was made before it."""
    now: datetime | None = None
    for interaction in (item for item in history.actions if item.key != Key.OTHER):
        for entry in interaction.objects if interaction.operation.method == "POST" else ():
            end = moment_of(entry.get("expires_at"))
            if end and now and end < now - _DRIFT and not _asks_for_the_past(interaction):
                expected = "a moment after its making"
                yield interaction.finding(Kind.TIME_GOES_BACKWARDS, "/expires_at", expected, "an earlier one")
            made = moment_of(entry.get("created_at"))
            now = max(now or made, made) if made else now


@history_check
def created_at_is_stable(history: History) -> Iterable[Finding]:
    """The moment at which something was made is the same whenever it is read."""
    first: dict[str, datetime] = {}
    for interaction in history.successes:
        for entry in interaction.objects:
            name, moment = entry.get("id"), moment_of(entry.get("created_at"))
            if isinstance(name, str) and moment and first.setdefault(name, moment) != moment:
                expected = "the moment that was shown first"
                yield interaction.finding(Kind.VALUE_NOT_KEPT, "/created_at", expected, "another one")


@history_check
def due_date_is_persisted(history: History) -> Iterable[Finding]:
    """The day on which something is due is shown as the day that was written, where it is shown as a date."""
    for interaction in (item for item in history.successes if is_object(item.body) and item.objects):
        requested, shown = (str(item.get(_DUE))[:_DAY] for item in (interaction.body, interaction.objects[0]))
        if _is_day(requested) and _is_day(shown) and requested != shown:
            yield interaction.finding(Kind.VALUE_NOT_KEPT, f"/{_DUE}", "the day that was written", "another one")


@history_check
def card_expiry_is_persisted(history: History) -> Iterable[Finding]:
    """The month in which a card ends is the one that was written, in whichever form it is shown."""
    for interaction in (item for item in history.creations if is_object(item.body) and _YEAR in item.body):
        found = _CARD_EXPIRY.fullmatch(str(interaction.objects[0].get("expiration_date")))
        shown = (found[2] or found[3], (found[1] or found[4]).zfill(2)) if found else None
        if shown and shown != (f"20{interaction.body[_YEAR]}", str(interaction.body.get("expiration_month"))):
            yield interaction.finding(
                Kind.VALUE_NOT_KEPT, "/expiration_date", "the month that was written", "another one"
            )


def _ends(value: Json) -> list[tuple[str, Json]]:
    return [(name, item) for name, item in value.items() if name.startswith("expir")] if is_object(value) else []


def _witnesses(history: History) -> Iterator[tuple[Interaction, datetime]]:
    """Each thing that was made, where its moment is shown first, in the order of their making."""
    ours = (
        observed
        for observed in history.successes
        if observed.key != Key.OTHER and creates(observed.operation) and observed.objects
    )
    names = dict.fromkeys(_name(our.objects[0]) for our in ours)
    shown: dict[str, tuple[Interaction, datetime]] = {}
    for interaction in history.successes:
        for entry in interaction.objects:
            reported, name = moment_of(entry.get("created_at")), _name(entry)
            if reported and name:
                shown.setdefault(name, (interaction, reported))
    return (shown[name] for name in names if name in shown)


def _name(fields: dict[str, Json]) -> str | None:
    name = fields.get("id") or fields.get("charge_id")
    return name if isinstance(name, str) else None


def _lasting(session: Session, operation: Operation, body: dict[str, Json], name: str) -> Iterator[Finding]:
    usual = body.get(name, 60)
    ends: list[str] = []
    for value in (usual, usual + _LATER) if type(usual) is int else ():
        sent = support.attempt(session, operation, body=session.bodies.named(operation, {**body, name: value}))
        made = support.object_in(sent)
        ends += [str(made[end]) for end in _ENDS if end in made]
        if sent and len(ends) > 1 and any(first == second for first, second in pairwise(ends)):
            expected = f"a later end than with a smaller {name}"
            yield support.finding_about(session, Kind.VALUE_NOT_KEPT, sent, "/expires_at", expected, "the same")


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _asks_for_the_past(interaction: Interaction) -> bool:
    """Whether the end was chosen by who asked, and may be over."""
    ends = (
        [value for name, value in interaction.body.items() if name.startswith("expir")]
        if is_object(interaction.body)
        else []
    )
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
        yield from (
            name for name, entry in properties.items() if is_object(entry) and entry.get("format") == "date-time"
        )
        for item in value.values():
            yield from _moment_fields(item)
