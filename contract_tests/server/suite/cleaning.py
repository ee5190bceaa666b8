"""Undoing what a run has made, the newest first; what a killed run may have made is found out before."""

from __future__ import annotations

from server.suite.journal import Intent, Made
from server.suite.sending import Asked, NoReply
from server.suite.session import Session, encoded, path_of
from server.suite.stops import Refused

_OVER = frozenset((404, 409, 410, 422))
"""Statuses that say that there is nothing left to undo: gone, cancelled or paid already."""


def clean(session: Session) -> list[str]:
    """Undo everything that is recorded; the names of what could not be undone."""
    _undo_all(session)
    if session.sender.journal.past.open:
        _find_out(session)
        _undo_all(session)
    return list(session.sender.journal.past.made)


def _undo_all(session: Session) -> None:
    for made in reversed(list(session.sender.journal.past.made.values())):
        _undo(session, made)


def _find_out(session: Session) -> None:
    """Ask again for each creation whose reply never came: the same key makes nothing twice, and tells the id."""
    for intent in list(session.sender.journal.past.open.values()):
        session.sender.send(_again(session, intent))
        session.sender.journal.answered(intent.number, intent.operation, 0, None)


def _undo(session: Session, made: Made) -> None:
    operation = session.surface.operations[made.undoer]
    path = path_of(operation.path, made.ids)
    key = session.surface.key(operation)
    try:
        reply = session.sender.send(Asked(made.undoer, operation.method, path, key=key, ids=made.ids, cleans=True))
    except (NoReply, Refused):
        return
    if reply.status in _OVER:
        session.sender.forget(made)


def _again(session: Session, intent: Intent) -> Asked:
    operation = session.surface.operations[intent.operation]
    return Asked(
        operation=operation.id,
        method=operation.method,
        path=path_of(operation.path, intent.ids),
        headers=(("content-type", "application/json"), ("x-idempotency", intent.key)),
        body=encoded(intent.body),
        key=session.surface.key(operation),
        ids=intent.ids,
    )
