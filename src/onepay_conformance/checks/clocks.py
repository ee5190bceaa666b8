"""Do all things agree what time it is, and do ends come when they are asked for?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median_low
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.moments import moment_of
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
_ENDS: Final = ("expires_at", "expiration_at")
_LATER: Final = 7


@history_check
def all_clocks_agree(history: History) -> Iterable[Finding]:
    """What is made between two other things is dated between them, wherever it is shown."""
    told = [*_witnesses(history)]
    for number, (seen, moment) in enumerate(told):
        near = told[max(0, number - _NEAR) : number + _NEAR]
        others = [other for one, other in near if one.operation.id != seen.operation.id]
        if others and abs(moment - median_low(others)) > _APART:
            yield seen.finding(Kind.TIME_GOES_BACKWARDS, "/created_at", "the moment of its making", "another one")


@history_check
def ends_are_those_that_were_asked(history: History) -> Iterable[Finding]:
    """What was asked to end at a moment ends at that moment."""
    for seen in history.creations:
        made = seen.objects[0]
        asked = [moment for _, one in _ends(seen.asked) if (moment := moment_of(one))]
        for name, told in _ends(made) if asked else ():
            if name in _ENDS and told and moment_of(told) not in asked:
                yield seen.finding(Kind.VALUE_NOT_KEPT, f"/{name}", "the moment that was asked for", "another one")


def _ends(value: Json) -> list[tuple[str, Json]]:
    return [(name, one) for name, one in value.items() if name.startswith("expir")] if is_object(value) else []


def _witnesses(history: History) -> Iterator[tuple[Interaction, datetime]]:
    """Each thing that was made, where its moment is shown first, in the order of their making."""
    ours = (seen for seen in history.successes if seen.key != Key.OTHER and creates(seen.operation) and seen.objects)
    names = dict.fromkeys(_name(seen.objects[0]) for seen in ours)
    shown: dict[str, tuple[Interaction, datetime]] = {}
    for seen in history.successes:
        for one in seen.objects:
            told, name = moment_of(one.get("created_at")), _name(one)
            if told and name:
                shown.setdefault(name, (seen, told))
    return (shown[name] for name in names if name in shown)


def _name(one: dict[str, Json]) -> str | None:
    name = one.get("id") or one.get("charge_id")
    return name if isinstance(name, str) else None


@active_check
def ends_come_when_they_are_asked_for(session: Session) -> Iterable[Finding]:
    """What is asked to last longer lasts longer."""
    for operation in session.operations():
        body = support.body_of(session, operation) if operation.method == "POST" else None
        for name in session.contract_index.fields(operation) if is_object(body) else ():
            if name.startswith("expir") and is_object(body):
                yield from _lasting(session, operation, body, name)


def _lasting(session: Session, operation: Operation, body: dict[str, Json], name: str) -> Iterator[Finding]:
    usual = body.get(name, 60)
    ends: list[str] = []
    for value in (usual, usual + _LATER) if type(usual) is int else ():
        sent = support.attempt(session, operation, body=session.bodies.named(operation, {**body, name: value}))
        made = support.object_in(sent)
        ends += [str(made[end]) for end in _ENDS if end in made]
        if sent and len(ends) > 1 and any(first == second for first, second in pairwise(ends)):
            expected = f"a later end than with a smaller {name}"
            yield support.told(session, Kind.VALUE_NOT_KEPT, sent, "/expires_at", expected, "the same")
