"""Undoing what a run has made, the newest first; what a killed run may have made is found out before."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onepay_conformance.aborts import Refused
from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.fixtures import objects_of
from onepay_conformance.history import creates
from onepay_conformance.journal import Intent, Made
from onepay_conformance.sender import NoReply, PlannedRequest
from onepay_conformance.session import Session, encoded, path_of
from onepay_contract.exchanges import Exchange

_GONE = frozenset((404, 410))
_REFUSED = frozenset((409, 422))
"""Statuses that say that there is nothing left to undo, or that it cannot be undone; reading tells which."""
_UNKNOWN = "unknown"
_OVER = ("final", "paid")
"""The classes of states in which nothing is left to undo."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Objects that one operation made and that no call undoes: how many, and the ids of those that are open still."""

    maker: str
    made: int
    open: Sequence[str]


def kept(index: ContractIndex, exchanges: Sequence[Exchange], states: Mapping[str, str]) -> list[Kept]:
    """What a run has made and cannot undo, by the operation that made it.

    A request to pay is open until it is paid or expires by itself; `states` has the state that each object showed last.
    """
    made: dict[str, dict[str, None]] = {}
    for exchange in exchanges:
        operation = index.operations.get(exchange.operation or "")
        if operation and creates(operation) and 200 <= exchange.status < 300 and index.undoer(operation.id) is None:
            names = (index.own_id(entry) for entry in objects_of(exchange.value))
            made.setdefault(operation.id, {}).update(dict.fromkeys(name for name in names if name))
    return [
        Kept(maker, len(names), [name for name in names if index.is_state(states.get(name), "open")])
        for maker, names in sorted(made.items())
        if names
    ]


def clean(session: Session) -> list[str]:
    """Undo everything that is recorded; the names of what could not be undone."""
    doubtful = _undo_all(session)
    if session.sender.journal.past.open:
        _find_out(session)
        doubtful += _undo_all(session)
    _look_at_lists(session, doubtful)
    for made in doubtful:
        if _is_over(session, made):
            session.sender.forget(made)
    return list(session.sender.journal.past.made)


def _undo_all(session: Session) -> list[Made]:
    """Undo all; what was refused."""
    recorded = session.sender.journal.past.made.values()
    return [made for made in reversed(list(recorded)) if _undo(session, made) in _REFUSED]


def _find_out(session: Session) -> None:
    """Ask again for each creation whose reply never came: the same key makes nothing twice, and tells the id."""
    for intent in list(session.sender.journal.past.open.values()):
        session.sender.send(_again(session, intent))
        session.sender.journal.answered(intent.number, intent.operation, 0, None)


def _undo(session: Session, made: Made) -> int | None:
    """The status that came of undoing; None where no reply came. What is gone is forgotten."""
    operation = session.contract_index.operations[made.undoer]
    path = path_of(operation.path, made.ids)
    key = session.contract_index.key(operation)
    try:
        reply = session.sender.send(
            PlannedRequest(made.undoer, operation.method, path, key=key, ids=made.ids, cleans=True)
        )
    except (NoReply, Refused):
        return None
    if reply.status in _GONE:
        session.sender.forget(made)
    return reply.status


def _look_at_lists(session: Session, doubtful: list[Made]) -> None:
    """Learn the states of many objects from the first page of their lists, at the price of one request each."""
    unknown = [made for made in doubtful if not _has_ended(session, made)]
    for name in sorted({name for made in unknown for name in made.ids}):
        for operation in session.contract_index.id_sources(name):
            with contextlib.suppress(NoReply, Refused):
                key = session.contract_index.key(operation)
                session.carry(PlannedRequest(operation.id, operation.method, operation.path, key=key, cleans=True))


def _has_ended(session: Session, made: Made) -> bool:
    state = session.states.get(next(iter(made.ids.values())))
    return session.contract_index.is_state(state, *_OVER)


def _is_over(session: Session, made: Made) -> bool:
    """Whether what cannot be undone has come to an end by itself, as a charge has that was paid.

    What no operation reads, or what tells no state, is taken for over: the refusal says that much.
    """
    if _has_ended(session, made):
        return True
    state = _state(session, made)
    return state is None or session.contract_index.is_state(state, *_OVER)


def _state(session: Session, made: Made) -> str | None:
    """The state in which an object is read; None where it is not there, or has none."""
    operation = session.contract_index.reader([*made.ids])
    if operation is None:
        return None
    path, key = path_of(operation.path, made.ids), session.contract_index.key(operation)
    try:
        reply = session.sender.send(
            PlannedRequest(operation.id, operation.method, path, key=key, ids=made.ids, cleans=True)
        )
    except (NoReply, Refused):
        return _UNKNOWN
    found = objects_of(reply.value) if reply.status < 400 else []
    state = found[0].get("status") if found else None
    return state if isinstance(state, str) else None


def _again(session: Session, intent: Intent) -> PlannedRequest:
    operation = session.contract_index.operations[intent.operation]
    return PlannedRequest(
        operation=operation.id,
        method=operation.method,
        path=path_of(operation.path, intent.ids),
        headers=(("content-type", "application/json"), ("x-idempotency", intent.key)),
        body=encoded(intent.body),
        key=session.contract_index.key(operation),
        ids=intent.ids,
    )
