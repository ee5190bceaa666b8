"""Does a server read what is written, refuse what is wrong in each field, and find nothing under ids of nobody?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_contract.contract import Operation
from onepay_contract.findings import Finding, Kind
from onepay_contract.values import Document, Json, is_object
from server.suite.probes import asking
from server.suite.probes.probe import probe
from server.suite.reserved import made_safe
from server.suite.session import Session

_ODD: Final = " Ñandú 東京 🎉 ' \" \\ </b>"
_ODD_IDS: Final = ("%00%27", "../" * 5, "ñ東京🎉", "7" * 300)
_NO_WORD: Final = "onepay-contract"
_EVENTUAL: Final = 600
"""So many requests this takes at most, with a contract of this size."""


@probe
def odd_letters_are_letters(session: Session) -> Iterable[Finding]:
    """A text with letters of other alphabets is refused or taken, and what is taken is read again as it was."""
    for operation in _writers(session):
        body = asking.body_of(session, operation)
        for name, value in body.items() if is_object(body) else ():
            odd = {**body, name: f"{value}{_ODD}"}
            if isinstance(value, str) and _is_free(session, operation, name) and _may_send(session, operation, odd):
                yield from _kept(session, operation, odd, name)


@probe
def wrong_values_are_refused(session: Session) -> Iterable[Finding]:
    """Each field alone is sent as null, with another type and with an unknown word, and refused where that is wrong."""
    for operation in _writers(session):
        body = asking.body_of(session, operation)
        for name, schema in session.surface.fields(operation).items() if is_object(body) else ():
            for value, why in _wrong(session, schema, body.get(name)):
                wrong = {**body, name: value}
                if made_safe(wrong) == wrong and not session.surface.takes(operation, wrong):
                    yield from _refused(session, operation, wrong, name, why)


@probe
def odd_ids_are_of_nobody(session: Session) -> Iterable[Finding]:
    """Ids with letters that ids do not have find nothing, and break nothing."""
    for operation in session.operations():
        names = [one.name for one in operation.parameters if one.place == "path"]
        for odd in _ODD_IDS if names and operation.method == "GET" else ():
            found = asking.attempt(session, operation, ids=dict.fromkeys(names, odd))
            if found and asking.taken(found):
                expected = "nothing under an id that nothing has"
                yield asking.told(session, Kind.INVALID_REQUEST_ACCEPTED, found, "path:", expected, "a success")


def _writers(session: Session) -> Iterator[Operation]:
    if asking.is_affordable(session, _EVENTUAL):
        yield from (one for one in session.operations() if one.method in ("POST", "PUT") and one.body)


def _is_free(session: Session, operation: Operation, name: str) -> bool:
    """Whether any text may stand in a field: it names nothing, and is chosen from no list."""
    schema = _followed(session, session.surface.fields(operation).get(name, {}))
    return not name.endswith("_id") and "enum" not in schema and "x-extensible-enum" not in schema


def _followed(session: Session, schema: Document) -> Document:
    """The schema that a reference leads to."""
    while "$ref" in schema:
        schema = session.surface.contract.resolve(schema["$ref"])
    return schema


def _may_send(session: Session, operation: Operation, body: Json) -> bool:
    return made_safe(body) == body and session.surface.takes(operation, body)


def _kept(session: Session, operation: Operation, odd: dict[str, Json], name: str) -> Iterator[Finding]:
    sent = asking.attempt(session, operation, body=session.bodies.named(operation, odd))
    read = asking.object_in(sent).get(name, odd[name])
    if sent and isinstance(read, str) and name != "external_id" and read != odd[name]:
        yield asking.told(session, Kind.VALUE_NOT_KEPT, sent, f"/{name}", "the letters that were written", "others")


def _wrong(session: Session, schema: Document, usual: Json) -> Iterator[tuple[Json, str]]:
    """Values that programs send by mistake, with what they are."""
    yield None, "null"
    if isinstance(usual, bool):
        yield "true", "a text"
        yield 1, "a number"
    elif isinstance(usual, int):
        yield str(usual), "a text"
        yield usual + 0.5, "a fraction"
    elif isinstance(usual, str):
        yield 7, "a number"
    if "enum" in _followed(session, schema):
        yield _NO_WORD, "a word that is not listed"


def _refused(session: Session, operation: Operation, wrong: Json, name: str, why: str) -> Iterator[Finding]:
    sent = asking.attempt(session, operation, body=session.bodies.named(operation, wrong))
    if sent and asking.taken(sent):
        kind = Kind.INVALID_REQUEST_ACCEPTED
        yield asking.told(session, kind, sent, f"request:/{name}", f"a refusal of {why}", "a success")
