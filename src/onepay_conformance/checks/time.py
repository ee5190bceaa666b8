"""Date-times and days: offsets, order, expiry, and agreement between operations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.history import History, Interaction, creates
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_APART: Final = timedelta(minutes=30)
"""Less than any two zones are apart, and more than a run takes between two creations (ours)."""
_NEAR: Final = 30
"""So many things before and after say what time it was."""
_LATER: Final = 7
_NAIVE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?")
_TWO_DIGITS: Final = re.compile(r"\d\d")
_CARD_EXPIRY: Final = re.compile(r"(\d{1,2})/(\d{4})|(\d{4})-(\d\d)-(?!01)\d\d(?:T.*)?")
"""The month in which a card ends, as documents write it; what ends on a first may end with the month before."""
_DAY: Final = len("2026-02-02")
_MOMENT: Final = "_at"
_DRIFT: Final = timedelta(minutes=1)
"""So far may the clocks of a server's machines disagree (ours)."""


@history_check
def clocks_agree(history: History) -> Iterable[Finding]:
    """What is made between two other things is dated between them, wherever it is shown."""
    shown = [*_witnesses(history)]
    for number, (observed, moment) in enumerate(shown):
        sides = (shown[max(0, number - _NEAR) : number], shown[number + 1 : number + _NEAR])
        before, after = (
            [other for item, other in side if item.operation.id != observed.operation.id] for side in sides
        )
        # where time was let pass within the run, only these two bounds hold
        is_early = bool(before) and moment < min(before) - _APART
        if is_early or (after and moment > max(after) + _APART):
            made = history.contract_index.name("made")
            yield observed.finding(Kind.TIME_GOES_BACKWARDS, f"/{made}", "the moment of its making", "another one")


@history_check
def expiry_is_the_requested_one(history: History) -> Iterable[Finding]:
    """What was asked to end at a moment ends at that moment."""
    for interaction in history.creations:
        made, mirrors = interaction.objects[0], history.contract_index.marks.mirrors(interaction.operation)
        for name, written in mirrors.items():
            sent = (interaction.body.get(item) for item in written) if is_object(interaction.body) else ()
            requested = [moment for item in sent if (moment := moment_of(item))]
            if requested and made.get(name) and moment_of(made[name]) not in requested:
                yield interaction.finding(
                    Kind.VALUE_NOT_KEPT, f"/{name}", "the moment that was asked for", "another one"
                )


@active_check
def later_expiry_is_kept(session: Session) -> Iterable[Finding]:
    """What is asked to last longer lasts longer."""
    for operation in session.operations():
        body = support.body_of(session, operation) if operation.method == "POST" else None
        mirrors = session.contract_index.marks.mirrors(operation)
        for shown, written in mirrors.items() if is_object(body) else ():
            for name in {*written} & session.contract_index.fields(operation).keys():
                if is_object(body):
                    yield from _lasting(session, operation, body, name, shown)


@history_check
def date_times_have_an_offset(history: History) -> Iterable[Finding]:
    """What the contract calls a moment says in which zone it is meant."""
    names = history.contract_index.names_with_format("date-time")
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
    made = history.contract_index.name("made")
    for interaction in history.successes:
        for pointer, item in interaction.parts:
            for name in _following(history, interaction) & item.keys():
                if _is_before(item[name], item.get(made)):
                    expected = f"a moment not before {made}"
                    yield interaction.finding(Kind.TIME_GOES_BACKWARDS, f"{pointer}/{name}", expected, "an earlier one")


@history_check
def later_object_has_a_later_date(history: History) -> Iterable[Finding]:
    """What is made later is dated later, and ends after it begins."""
    latest: dict[tuple[str, bool], datetime] = {}
    known: set[str] = set()
    dated = history.contract_index.name("made")
    for interaction in history.creations:
        made, name = interaction.objects[0], interaction.new_id or ""
        moment = moment_of(made.get(dated))
        clock = (interaction.operation.id, interaction.key == Key.OTHER)
        if name not in known and moment:
            if moment < latest.get(clock, moment) - _DRIFT:
                expected = "a moment not before that of the one made before"
                yield interaction.finding(Kind.TIME_GOES_BACKWARDS, f"/{dated}", expected, "an earlier one")
            latest[clock] = moment
        known.add(name)


@history_check
def new_object_has_not_expired(history: History) -> Iterable[Finding]:
    """What was just made expires after everything that was made before it."""
    now: datetime | None = None
    dated, ending = history.contract_index.name("made"), history.contract_index.name("expires")
    for interaction in (item for item in history.actions if item.key != Key.OTHER):
        mirrors = history.contract_index.marks.mirrors(interaction.operation)
        for entry in interaction.objects if interaction.operation.method == "POST" else ():
            end = moment_of(entry.get(ending))
            if end and now and end < now - _DRIFT and not _asks_for_the_past(interaction, mirrors):
                expected = "a moment after its making"
                yield interaction.finding(Kind.TIME_GOES_BACKWARDS, f"/{ending}", expected, "an earlier one")
            made = moment_of(entry.get(dated))
            now = max(now or made, made) if made else now


@history_check
def created_at_is_stable(history: History) -> Iterable[Finding]:
    """The moment at which something was made is the same whenever it is read."""
    first: dict[str, datetime] = {}
    dated = history.contract_index.name("made")
    for interaction in history.successes:
        for entry in interaction.objects:
            name, moment = entry.get("id"), moment_of(entry.get(dated))
            if isinstance(name, str) and moment and first.setdefault(name, moment) != moment:
                expected = "the moment that was shown first"
                yield interaction.finding(Kind.VALUE_NOT_KEPT, f"/{dated}", expected, "another one")


@history_check
def due_date_is_persisted(history: History) -> Iterable[Finding]:
    """The day on which something is due is shown as the day that was written, where it is shown as a date."""
    for interaction in (item for item in history.successes if is_object(item.body) and item.objects):
        otherwise = history.contract_index.marks.differing(interaction.operation, "request")
        for name in otherwise & interaction.body.keys():
            requested, shown = (str(item.get(name))[:_DAY] for item in (interaction.body, interaction.objects[0]))
            if _is_day(requested) and _is_day(shown) and requested != shown:
                yield interaction.finding(Kind.VALUE_NOT_KEPT, f"/{name}", "the day that was written", "another one")


@history_check
def card_expiry_is_persisted(history: History) -> Iterable[Finding]:
    """The month in which a card ends is the one that was written, in whichever form it is shown."""
    for interaction in (item for item in history.creations if is_object(item.body)):
        for name, written in history.contract_index.marks.mirrors(interaction.operation).items():
            found = _CARD_EXPIRY.fullmatch(str(interaction.objects[0].get(name)))
            shown = {f"{found[2] or found[3]}"[-2:], (found[1] or found[4]).zfill(2)} if found else set[str]()
            sent = {str(interaction.body[item]) for item in written if item in interaction.body}
            if shown and len(written) > 1 and all(map(_TWO_DIGITS.fullmatch, sent)) and sent and shown != sent:
                yield interaction.finding(Kind.VALUE_NOT_KEPT, f"/{name}", "the month that was written", "another one")


def _following(history: History, interaction: Interaction) -> frozenset[str]:
    """The moments of a reply that the server sets itself, after the thing was made."""
    marks = history.contract_index.marks
    moments = {name for name, field in marks.fields(interaction.operation) if field.get("format") == "date-time"}
    return frozenset(
        name
        for name in moments - marks.mirrors(interaction.operation).keys()
        if name.endswith(_MOMENT) and name != history.contract_index.name("made")
    )


def _witnesses(history: History) -> Iterator[tuple[Interaction, datetime]]:
    """Each thing that was made, where its moment is shown first, in the order of their making."""
    ours = (
        observed
        for observed in history.successes
        if observed.key != Key.OTHER and creates(observed.operation) and observed.objects
    )
    own_id, dated = history.contract_index.own_id, history.contract_index.name("made")
    names = dict.fromkeys(own_id(our.objects[0]) for our in ours)
    shown: dict[str, tuple[Interaction, datetime]] = {}
    for interaction in history.successes:
        for entry in interaction.objects:
            reported, name = moment_of(entry.get(dated)), own_id(entry)
            if reported and name:
                shown.setdefault(name, (interaction, reported))
    return (shown[name] for name in names if name in shown)


def _lasting(session: Session, operation: Operation, body: dict[str, Json], name: str, shown: str) -> Iterator[Finding]:
    usual = body.get(name, 60)
    ends: list[str] = []
    for value in (usual, usual + _LATER) if type(usual) is int else ():
        sent = support.attempt(session, operation, body=session.bodies.named(operation, {**body, name: value}))
        made = support.object_in(sent)
        ends += [str(made[shown])] if shown in made else []
        if sent and len(ends) > 1 and any(first == second for first, second in pairwise(ends)):
            expected = f"a later end than with a smaller {name}"
            yield support.finding_about(session, Kind.VALUE_NOT_KEPT, sent, f"/{shown}", expected, "the same")


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _asks_for_the_past(interaction: Interaction, mirrors: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the end was chosen by who asked, and may be over."""
    written = [name for names in mirrors.values() for name in names]
    ends = [interaction.body[name] for name in written if is_object(interaction.body) and name in interaction.body]
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
