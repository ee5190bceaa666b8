"""Is each word of a list, and each yes or no, kept as it was written?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object
from server.suite.expectations import MAY_REFUSE_FIELDS
from server.suite.probes import asking, keeping
from server.suite.probes.probe import probe
from server.suite.probes.trail import creates
from server.suite.session import Session

_INVALID: Final = 422
_ENOUGH: Final = 300
"""So many requests this takes at most, with a contract of this size."""


@probe
def words_are_kept(session: Session) -> Iterable[Finding]:
    """Each word and each flag that a creation can be told is read afterwards; what the reply says, watchers see."""
    for maker in session.operations() if asking.is_affordable(session, _ENOUGH) else ():
        body = asking.new_body(session, maker) if creates(maker) else None
        for name, varied in _varied(session, maker, body) if is_object(body) else ():
            made = asking.attempt(session, maker, body=session.bodies.named(maker, varied))
            if asking.taken(made):
                yield from keeping.read_back(session, maker, asking.object_in(made))
            else:
                yield from _refused(session, made, name)


@probe
def rarer_fields_are_kept(session: Session) -> Iterable[Finding]:
    """What no example of an operation tells, but one of another under the same name, is read as it was written."""
    donors = _donors(session)
    for maker in session.operations() if asking.is_affordable(session, _ENOUGH) else ():
        body = asking.new_body(session, maker) if creates(maker) else None
        for rarer in _rarer(session, maker, body, donors) if is_object(body) else ():
            made = asking.attempt(session, maker, body=session.bodies.filled(maker, rarer))
            if asking.taken(made):
                yield from keeping.read_back(session, maker, asking.object_in(made))


@probe
def who_comes_too_soon_is_told_when(session: Session) -> Iterable[Finding]:
    """Where a like request is refused for a while, it is made twice; what the refusal lacks, others see."""
    for maker in session.operations():
        if creates(maker) and maker.reply(asking.TOO_SOON):
            body = asking.body_of(session, maker)
            for _ in range(2):
                asking.attempt(session, maker, body=body)
    return ()


def _donors(session: Session) -> dict[str, Json]:
    """The fields of all documented bodies."""
    bodies = [body for one in session.surface.operations.values() for body in session.surface.examples(one)]
    return {name: value for body in reversed(bodies) if is_object(body) for name, value in body.items()}


def _rarer(
    session: Session, maker: Operation, body: dict[str, Json], donors: dict[str, Json]
) -> Iterator[dict[str, Json]]:
    """The body with each field that it lacks and another body has, where the contract allows that value."""
    for name in sorted(donors.keys() & session.surface.fields(maker).keys() - body.keys()):
        rarer = {**body, name: donors[name]}
        if session.surface.takes(maker, rarer):
            yield rarer


def _refused(session: Session, made: Exchange | None, name: str) -> Iterator[Finding]:
    """A finding where a refusal names the one field that was varied, which holds a word that the contract lists."""
    if made is None or made.status != _INVALID or f"{made.operation} /{name}" in MAY_REFUSE_FIELDS:
        return
    if f'"{name}"'.encode() in made.reply_body:
        expected, seen = "each listed word taken", "a refusal of one"
        yield asking.told(session, Kind.VALID_REQUEST_REFUSED, made, f"request:/{name}", expected, seen)


def _varied(session: Session, maker: Operation, body: dict[str, Json]) -> Iterator[tuple[str, dict[str, Json]]]:
    """Each field with a list of words, or a flag, and the body with each other word there, or the flag turned round."""
    for name, schema in session.surface.fields(maker).items():
        usual, words = body.get(name), session.surface.words(schema)
        other = [not usual] if isinstance(usual, bool) else [word for word in words if word != usual]
        for value in other:
            varied = {**body, name: value}
            if session.surface.takes(maker, varied):
                yield name, varied
