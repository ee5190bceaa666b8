"""Does only a whole key open anything, and is nothing told to who has none?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind

_ENOUGH: Final = 400
"""So many requests this takes at most, with a contract of this size."""
_NOBODY: Final = "7e4a1f00-0000-4000-8000-00000000dead"
_NOT_FOUND: Final = 404


@active_check
def only_the_key_itself_opens(session: Session) -> Iterable[Finding]:
    """The key behind another word or in capitals opens nothing, nor does the word alone; watchers judge."""
    for operation in session.operations() if support.is_affordable(session, _ENOUGH) else ():
        body = support.body_of(session, operation)
        for spelling in _spellings(session, operation):
            support.attempt(session, operation, body=body, headers={"authorization": spelling}, key=Key.NONE)
    return ()


@active_check
def ids_of_nobody_are_not_found(session: Session) -> Iterable[Finding]:
    """What nothing has is not found, by whoever has a key; who has none is not told so."""
    for operation in session.operations():
        ids = {one.name: _NOBODY for one in operation.parameters if one.place == "path"}
        if ids:
            yield from _sought(session, operation, ids)


def _spellings(session: Session, operation: Operation) -> Iterator[str]:
    bearer = session.sender.server.keys.bearer(session.contract_index.key(operation)) or ""
    word, _, key = bearer.partition(" ")
    yield from (f"Basic {key}", f"{word} {key.upper()}", word)


def _sought(session: Session, operation: Operation, ids: dict[str, str]) -> Iterator[Finding]:
    body = support.body_of(session, operation)
    own = support.attempt(session, operation, ids=ids, body=body)
    if own and own.status != _NOT_FOUND and str(_NOT_FOUND) in operation.replies:
        expected = "404, as nothing has this id"
        yield support.told(session, Kind.UNDOCUMENTED_STATUS, own, "path:", expected, "another status")
    none = support.attempt(session, operation, ids=ids, body=body, key=Key.NONE)
    if none and none.status == _NOT_FOUND:
        expected = "a refusal for want of a key, whether there is such a thing or not"
        yield support.told(session, Kind.KEY_NOT_REQUIRED, none, "", expected, "whether there is one")
