"""Is each word of a list, and each yes or no, kept as it was written?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import keeping, support
from onepay_conformance.checks.check import active_check
from onepay_conformance.generation.expectations import MAY_REFUSE_FIELDS
from onepay_conformance.history import creates
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_INVALID: Final = 422
_ENOUGH: Final = 300
"""So many requests this takes at most, with a contract of this size."""


@active_check
def words_are_kept(session: Session) -> Iterable[Finding]:
    """Each word and each flag that a creation can be told is read afterwards; what the reply says, watchers see."""
    for maker in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        body = support.new_body(session, maker) if creates(maker) else None
        for name, varied in _varied(session, maker, body) if is_object(body) else ():
            made = support.attempt(session, maker, body=session.bodies.named(maker, varied))
            if support.taken(made):
                yield from keeping.read_back(session, maker, support.object_in(made))
            else:
                yield from _refused(session, made, name)


@active_check
def rarer_fields_are_kept(session: Session) -> Iterable[Finding]:
    """What no example of an operation tells, but one of another under the same name, is read as it was written."""
    donors = _donors(session)
    for maker in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        body = support.new_body(session, maker) if creates(maker) else None
        for rarer in _rarer(session, maker, body, donors) if is_object(body) else ():
            made = support.attempt(session, maker, body=session.bodies.filled(maker, rarer))
            if support.taken(made):
                yield from keeping.read_back(session, maker, support.object_in(made))


@active_check
def who_comes_too_soon_is_told_when(session: Session) -> Iterable[Finding]:
    """Where a like request is refused for a while, it is made twice; what the refusal lacks, others see."""
    for maker in session.operations():
        if creates(maker) and maker.reply(support.TOO_SOON):
            body = support.body_of(session, maker)
            for _ in range(2):
                support.attempt(session, maker, body=body)
    return ()


def _donors(session: Session) -> dict[str, Json]:
    """The fields of all documented bodies."""
    bodies = [
        body for one in session.contract_index.operations.values() for body in session.contract_index.examples(one)
    ]
    return {name: value for body in reversed(bodies) if is_object(body) for name, value in body.items()}


def _rarer(
    session: Session, maker: Operation, body: dict[str, Json], donors: dict[str, Json]
) -> Iterator[dict[str, Json]]:
    """The body with each field that it lacks and another body has, where the contract allows that value."""
    for name in sorted(donors.keys() & session.contract_index.fields(maker).keys() - body.keys()):
        rarer = {**body, name: donors[name]}
        if session.contract_index.takes(maker, rarer):
            yield rarer


def _refused(session: Session, made: Exchange | None, name: str) -> Iterator[Finding]:
    """A finding where a refusal names the one field that was varied, which holds a word that the contract lists."""
    if made is None or made.status != _INVALID or f"{made.operation} /{name}" in MAY_REFUSE_FIELDS:
        return
    if f'"{name}"'.encode() in made.reply_body:
        expected, seen = "each listed word taken", "a refusal of one"
        yield support.told(session, Kind.VALID_REQUEST_REFUSED, made, f"request:/{name}", expected, seen)


def _varied(session: Session, maker: Operation, body: dict[str, Json]) -> Iterator[tuple[str, dict[str, Json]]]:
    """Each field with a list of words, or a flag, and the body with each other word there, or the flag turned round."""
    for name, schema in session.contract_index.fields(maker).items():
        usual, words = body.get(name), session.contract_index.words(schema)
        other = [not usual] if isinstance(usual, bool) else [word for word in words if word != usual]
        for value in other:
            varied = {**body, name: value}
            if session.contract_index.takes(maker, varied):
                yield name, varied
