"""Access: keys of other kinds, other accounts, and ids of other things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.authorization import shows_what_was_made, spellings
from onepay_conformance.contract_index import path_names
from onepay_conformance.phases.survey.turns import Unit
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind

_NOT_FOUND: Final = 404
_NOBODY: Final = "00000000-0000-4000-8000-000000000000"
_ODD_ID: Final = "ñ東京%00'🎉"


def with_other_key(session: Session, operation: Operation, turn: int) -> Unit:
    """Call an operation with one of the keys that must not open it; `turn` chooses which."""
    body, ids = support.body_of(session, operation), support.good_ids(session, operation)
    keys = _other_keys(session, operation)
    bearer = keys[turn % len(keys)]
    if isinstance(bearer, Key):
        support.attempt(session, operation, ids=ids, body=body, key=bearer)
        return
    headers = {"authorization": bearer}
    sent = support.attempt(session, operation, ids=ids, body=body, headers=headers, key=Key.NONE)
    if sent and shows_what_was_made(session, sent):
        expected = "nothing of what another key has made"
        yield support.finding_about(session, Kind.KEY_NOT_REQUIRED, sent, "", expected, "the same as with the key")


def by_other(session: Session, operation: Operation) -> Unit:
    """Use a thing of the first account with the key of the second: it is not found, as nothing is that is nobody's."""
    body, ids = support.body_of(session, operation), support.good_ids(session, operation)
    theirs = support.attempt(session, operation, ids=ids, body=body, key=Key.OTHER) if ids else None
    if theirs and theirs.status != _NOT_FOUND:
        none = support.attempt(session, operation, ids=dict.fromkeys(ids, _NOBODY), body=body, key=Key.OTHER)
        if none and none.status != theirs.status:
            expected, kind = "the reply to an id that nothing has", Kind.LEAK_BETWEEN_ACCOUNTS
            yield support.finding_about(session, kind, theirs, "", expected, "another one")
        elif none and str(_NOT_FOUND) in operation.replies:
            expected, kind = "404, as nothing has this id", Kind.UNDOCUMENTED_STATUS
            yield support.finding_about(session, kind, none, "path:", expected, "another status")


def by_id_of_another_kind(session: Session, reader: Operation, turn: int) -> Unit:
    """Read by the ids of two other kinds of things, each second time also by one with letters that no id has."""
    index, [kind] = session.contract_index, path_names(reader.path)
    known = session.fixtures.all
    others = [other for other in index.makers if other != kind and frozenset((kind, other)) not in index.same_ids]
    foreign = [str(names[0]) for other in others if (names := known.get(other)) and names[0] not in known.get(kind, ())]
    places = {turn % len(foreign), (turn + len(foreign) // 2) % len(foreign)} if foreign else set[int]()
    for name in [*(foreign[place] for place in sorted(places)), *([_ODD_ID] if turn % 2 else [])]:
        yield from _read(session, reader, {kind: name})


def _read(session: Session, reader: Operation, ids: Mapping[str, str]) -> Iterator[Finding]:
    read = support.attempt(session, reader, ids=ids)
    if read and support.taken(read):
        expected, kind = "nothing under the id of something else", Kind.INVALID_REQUEST_ACCEPTED
        yield support.finding_about(session, kind, read, f"path:{next(iter(ids))}", expected, "a success")


def _other_keys(session: Session, operation: Operation) -> list[Key | str]:
    """No key, a wrong one, one of the wrong kind; for what reads, also the right one spoilt."""
    own = session.contract_index.key(operation)
    kinds = [key for key in (Key.NONE, Key.PUBLIC, Key.WRONG, Key.SECRET) if key != own]
    found: list[Key | str] = [key for key in kinds if session.sender.server.keys.has(key)]
    if operation.method == "GET":
        found += [*session.sender.server.keys.spoilt(own), *spellings(session, operation)]
    return found


def needs_key(session: Session, operation: Operation) -> bool:
    """Whether an operation is called with the secret key and is about one thing."""
    return session.contract_index.key(operation) == Key.SECRET and "{" in operation.path
