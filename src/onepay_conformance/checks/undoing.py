"""Is what was cancelled or deleted over, for every use?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check
from onepay_conformance.checks.endings import ENDED, may_follow
from onepay_conformance.history import family_of
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object

_NO_WORD: Final = "onepay-contract"


@active_check
def what_is_undone_is_over(session: Session) -> Iterable[Finding]:
    """What was cancelled or deleted cannot be read as before, listed, used, changed or undone again."""
    for kind in support.kinds(session):
        for undoer in support.at_one(session, kind):
            if session.contract_index.is_undoing(undoer.id):
                for maker in session.contract_index.makers[kind]:
                    yield from _Ending(session, kind, session.contract_index.operations[maker], undoer).findings()


@active_check
def decisions_stand(session: Session) -> Iterable[Finding]:
    """What was decided one way cannot be decided the other way afterwards."""
    for kind in support.kinds(session):
        for decider in support.at_one(session, kind):
            for name, choices in _choices(session, decider):
                for maker in session.contract_index.makers[kind]:
                    yield from _decided(session, kind, session.contract_index.operations[maker], decider, name, choices)


class _Ending:
    """One thing that is made, undone, and tried again."""

    def __init__(self, session: Session, kind: str, maker: Operation, undoer: Operation) -> None:
        self._session: Final = session
        self._kind: Final = kind
        self._maker: Final = maker
        self._undoer: Final = undoer
        self._ids: Mapping[str, str] = {}
        self._owners: Mapping[str, str] = {}

    def findings(self) -> Iterator[Finding]:
        made = support.object_in(support.made_by(self._session, self._maker))
        if not isinstance(made.get("id"), str):
            return
        self._ids = {self._kind: made["id"]}
        self._owners = {name: str(made[name]) for name in support.kinds(self._session) if made.get(name)}
        self._look()
        if support.taken(self._call(self._undoer)):
            yield from self._afterwards()

    def _afterwards(self) -> Iterator[Finding]:
        yield from self._read_again()
        for operation in support.at_one(self._session, self._kind):
            if operation.method != "GET":
                again = self._call(operation)
                if again and support.taken(again):
                    expected = f"a refusal after {self._undoer.id}"
                    yield support.told(self._session, Kind.DELETED_STILL_THERE, again, "", expected, "a success")
        self._look()

    def _read_again(self) -> Iterator[Finding]:
        reader = support.reader_of(self._session, self._kind)
        read = self._call(reader) if reader else None
        state = support.object_in(read).get("status")
        if read and support.taken(read) and state not in ENDED:
            expected = f"nothing, or a state that is final, after {self._undoer.id}"
            yield support.told(self._session, Kind.DELETED_STILL_THERE, read, "/status", expected, str(state)[:20])

    def _look(self) -> None:
        """Read and list the thing, so that watchers can compare."""
        session, identifier = self._session, self._ids[self._kind]
        for kind, reader in support.readers_of(session, self._maker):
            support.attempt(session, reader, ids={kind: identifier})
        lister = support.lister_of(session, family_of(self._undoer.id))
        if lister:
            support.attempt(session, lister, ids=self._ids)
        for owner, identifier in self._owners.items():
            for beside in support.at_one(session, owner):
                if beside.method == "GET" and family_of(beside.id) == family_of(self._undoer.id):
                    support.attempt(session, beside, ids={owner: identifier})

    def _call(self, operation: Operation) -> Exchange | None:
        body = support.body_of(self._session, operation)
        return support.attempt(self._session, operation, ids=self._ids, body=body)


def _choices(session: Session, operation: Operation) -> Iterator[tuple[str, list[str]]]:
    """The fields of a body by which somebody decides: closed lists of words that the body must choose from."""
    if operation.body is None or operation.method != "POST":
        return
    required = session.contract_index.contract.followed(operation.body).schema.get("required", [])
    for name, schema in session.contract_index.fields(operation).items():
        while "$ref" in schema:
            schema = session.contract_index.contract.resolve(schema["$ref"])  # noqa: PLW2901 - to its end
        words = schema.get("enum")
        if name in required and is_array(words):
            yield name, words


def _decided(  # noqa: PLR0913, PLR0917 - who decides what about which thing
    session: Session, kind: str, maker: Operation, decider: Operation, name: str, choices: list[str]
) -> Iterator[Finding]:
    body = support.body_of(session, decider)
    yield from _undecided(session, kind, maker, decider, name)
    for first, second in ((first, second) for first in choices for second in choices if first != second):
        identifier = support.object_in(support.made_by(session, maker)).get("id")
        if not isinstance(identifier, str) or not is_object(body):
            return
        decided = support.attempt(session, decider, ids={kind: identifier}, body={**body, name: first})
        if not support.taken(decided):
            continue
        again = support.attempt(session, decider, ids={kind: identifier}, body={**body, name: second})
        if again and support.taken(again) and not _may_move(decided, again):
            expected = f"a refusal of another decision, {first} having been taken"
            yield support.told(session, Kind.FINAL_STATE_MOVED, again, f"request:/{name}", expected, "a success")


def _undecided(session: Session, kind: str, maker: Operation, decider: Operation, name: str) -> Iterator[Finding]:
    """A word that is no decision decides nothing, not even where one is waited for."""
    identifier = support.object_in(support.made_by(session, maker)).get("id")
    body = support.body_of(session, decider)
    if isinstance(identifier, str) and is_object(body):
        rest = {key: item for key, item in body.items() if key != name}
        for odd in (rest, {**rest, name: _NO_WORD}):
            told = support.attempt(session, decider, ids={kind: identifier}, body=odd)
            if told and support.taken(told):
                expected = "a refusal of what is no decision"
                yield support.told(
                    session, Kind.INVALID_REQUEST_ACCEPTED, told, f"request:/{name}", expected, "a success"
                )


def _may_move(first: Exchange | None, second: Exchange) -> bool:
    before: Json = support.object_in(first).get("status")
    after: Json = support.object_in(second).get("status")
    return isinstance(before, str) and isinstance(after, str) and before != after and may_follow(before, after)
