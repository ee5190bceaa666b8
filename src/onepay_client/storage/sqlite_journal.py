"""A journal in a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from os import PathLike
from typing import TypeVar

from onepay_client.errors import ConfigurationError, JournalError
from onepay_client.journal import Ending, Entry
from onepay_client.sending.deadlines import seconds_left
from onepay_core.tracebacks import private_locals

from .sqlite import TIMEOUT, SqliteDatabase, checked_path

__all__ = ("SqliteJournal",)


T = TypeVar("T")

_SELECT = """
SELECT id, operation, method, path, server, environment, body, digest, resumable, created_at, ending,
    (SELECT MAX(created_at) FROM entries)
FROM entries LEFT JOIN bodies ON number = body_number
"""
_INSERT = "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_BODY = "INSERT INTO bodies (body) VALUES (?)"
_ERASE = "UPDATE bodies SET body = zeroblob(length(body)) WHERE number = (SELECT body_number FROM entries WHERE id = ?)"
_SETTLE = "UPDATE entries SET ending = ?, body_number = NULL, resumable = 0 WHERE id = ?"
_FORGET = "DELETE FROM entries WHERE created_at < ? AND ending NOT IN ('open', 'unknown')"
_IS_A_BODY_LEFT = "SELECT EXISTS (SELECT 1 FROM entries WHERE body_number IS NOT NULL)"


class SqliteJournal:
    """Keeps intents to write in the SQLite file at ``path``, one row each.

    The file holds the bodies of requests that are not settled, and so personal data; only its owner may read it, and
    a body is erased when its outcome is known. It never holds a key, a card number, an OTP or a customer's token:
    where a request has one, only its operation and idempotency key are kept, and it can be listed, not resent.
    Several threads and processes may share the file, before and after forks; it must stand on a local disk. A call
    waits for the others no longer than its deadline allows; whoever uses the journal itself waits for 30 s.

    Raises:
        ConfigurationError: ``path`` names no file.
        JournalError: the file cannot be used: it is damaged, locked, another program's, of a later version, deleted
            while it was in use, or stands where nothing can be written. Every method may raise it.
    """

    @private_locals
    def __init__(self, path: str | PathLike[str]) -> None:
        try:
            checked = checked_path(path, "Give the journal a file.")
        except ValueError as error:
            raise ConfigurationError(str(error)) from None
        self._database = SqliteDatabase(checked, JournalError)
        self._database.open()

    def __repr__(self) -> str:
        return f"SqliteJournal({str(self._database.path)!r})"

    def begin(self, entry: Entry) -> Entry | None:
        """Write ``entry`` before its first byte leaves; return what stood under its id, if anything did."""
        return self._run(lambda connection: _begin(connection, entry))

    def end(self, entry_id: str, ending: Ending) -> None:
        """Write what became of an entry, unless more is known already; erase its body if nothing is left to find out.

        ``UNKNOWN`` only becomes ``DONE``, and ``DONE`` stays: what did not happen to one request may have happened to
        another one with the same key.
        """
        self._run(lambda connection: _end(connection, entry_id, ending, by_hand=False), erases=ending.is_settled)

    def settle(self, entry_id: str, ending: Ending) -> None:
        """Write what you found out yourself about an entry: ``DONE``, or ``REFUSED`` if it was not carried out.

        Raises:
            ConfigurationError: ``ending`` leaves the outcome open.
        """
        if ending not in (Ending.DONE, Ending.REFUSED, Ending.NOT_SENT):
            raise ConfigurationError("settle takes Ending.DONE, or Ending.REFUSED if it was not carried out.")
        self._run(lambda connection: _end(connection, entry_id, ending, by_hand=True), erases=True)

    def unsettled(self) -> list[Entry]:
        """Every entry that is ``OPEN`` or ``UNKNOWN``, oldest first."""
        query = f"{_SELECT} WHERE ending IN ('open', 'unknown') ORDER BY created_at, id"
        return [_entry(row) for row in self._run(lambda connection: connection.execute(query).fetchall())]

    def forget(self, before: float) -> int:
        """Delete settled entries that were written before this Unix time; return how many.

        Keep them for as long as a key may come back: a key that was forgotten here is not known to be used.
        """
        return self._run(lambda connection: _forget(connection, before), erases=True)

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        self._database.close()

    def _run(self, work: Callable[[sqlite3.Connection], T], *, erases: bool = False) -> T:
        left = seconds_left()
        return self._database.run(work, seconds=TIMEOUT if left is None else left, erases=erases)

    def _open(self) -> AbstractContextManager[sqlite3.Connection]:
        """One transaction, on disk when it ends."""
        return self._database.transaction()


def _begin(connection: sqlite3.Connection, entry: Entry) -> Entry | None:
    row = connection.execute(f"{_SELECT} WHERE id = ?", (entry.id,)).fetchone()
    before = None if row is None else _entry(row)
    if before is None or before.gives_way_to(entry):
        number = None if entry.body is None else connection.execute(_INSERT_BODY, (entry.body,)).lastrowid
        connection.execute(_INSERT, _values(entry, number))
    elif before.ending is Ending.OPEN and before.is_same_request(entry):
        # Two may be on their way now: no refusal of one of them says what became of the other.
        connection.execute("UPDATE entries SET ending = 'unknown' WHERE id = ?", (entry.id,))
    return before


def _end(connection: sqlite3.Connection, entry_id: str, ending: Ending, *, by_hand: bool) -> None:
    row = connection.execute("SELECT ending FROM entries WHERE id = ?", (entry_id,)).fetchone()
    if row is None or not (by_hand or ending.adds_to(_ending(row[0]))):
        return
    if ending.is_settled:
        connection.execute(_ERASE, (entry_id,))
        connection.execute(_SETTLE, (ending.value, entry_id))
    else:
        connection.execute("UPDATE entries SET ending = ? WHERE id = ?", (ending.value, entry_id))


def _forget(connection: sqlite3.Connection, before: float) -> int:
    forgotten = connection.execute(_FORGET, (before,)).rowcount
    if not connection.execute(_IS_A_BODY_LEFT).fetchone()[0]:  # else copies of it would be left where rows are moved
        connection.execute("DELETE FROM bodies")
    return forgotten


def _values(entry: Entry, body_number: int | None) -> tuple[object, ...]:
    return (
        entry.id,
        entry.operation,
        entry.method,
        entry.path,
        entry.server,
        entry.environment,
        body_number,
        entry.digest,
        int(entry.resumable),
        float(entry.created_at),
        entry.ending.value,
    )


def _entry(row: tuple[str, str, str, str, str, str | None, bytes | None, str, int, float, str, float]) -> Entry:
    return Entry(
        id=row[0],
        operation=row[1],
        method=row[2],
        path=row[3],
        server=row[4],
        environment=row[5],
        body=row[6],
        digest=row[7],
        resumable=bool(row[8]),
        created_at=row[9],
        ending=_ending(row[10]),
        latest_at=row[11],
    )


def _ending(text: str) -> Ending:
    try:
        return Ending(text)
    except ValueError:
        raise sqlite3.DatabaseError("database disk image is malformed: an entry has no known ending") from None
