"""Journals in a database."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from os import PathLike
from typing import TypeVar, cast

from onepay_client.errors import ConfigurationError, JournalError
from onepay_client.journal import Ending, Entry
from onepay_client.sending.connections import seconds_left
from onepay_core.tracebacks import private_locals

from .addresses import checked_path, postgres_database
from .database import TIMEOUT, DamagedError, Database, Transaction
from .sqlite import SqliteDatabase

__all__ = ("PostgresJournal", "SqliteJournal")


T = TypeVar("T")

_SELECT = """
SELECT id, operation, method, path, server, environment, body, digest, resumable, created_at, ending, object_id,
    (SELECT MAX(created_at) FROM entries)
FROM entries LEFT JOIN bodies ON number = body_number
"""
_INSERT = """
INSERT INTO entries
    (operation, method, path, server, environment, digest, resumable, created_at, ending, body_number, id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING
"""
_REPLACE = """
UPDATE entries SET operation = ?, method = ?, path = ?, server = ?, environment = ?, digest = ?, resumable = ?,
    created_at = ?, ending = ?, body_number = ?, object_id = NULL
WHERE id = ?
"""
_INSERT_BODY = "INSERT INTO bodies (body) VALUES (?)"
_ERASE = "UPDATE bodies SET body = {} WHERE number = ?"
_ERASE_OF_ENTRY = "UPDATE bodies SET body = {} WHERE number = (SELECT body_number FROM entries WHERE id = ?)"
_ENDING = "SELECT ending FROM entries WHERE id = ?"
_SETTLE = "UPDATE entries SET ending = ?, object_id = ?, body_number = NULL, resumable = 0 WHERE id = ?"
_OLD_WITH_BODY = "SELECT id FROM entries WHERE created_at < ? AND body_number IS NOT NULL ORDER BY id"
_DELETE_OLD = "DELETE FROM entries WHERE created_at < ? AND ending NOT IN ('open', 'unknown')"
_DELETE_ERASED = "DELETE FROM bodies WHERE body = {}"
_IS_A_BODY_LEFT = "SELECT EXISTS (SELECT 1 FROM entries WHERE body_number IS NOT NULL)"


class DatabaseJournal:
    """A journal in any ``Database`` of this package, one row for each intent to write."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def begin(self, entry: Entry) -> Entry | None:
        """Write ``entry`` before its first byte leaves; return what stood under its id, if anything did."""
        return self._run(lambda transaction: _begin(transaction, entry))

    def end(self, entry_id: str, ending: Ending) -> None:
        """Write what became of an entry, unless more is known already; erase its body if nothing is left to find out.

        ``UNKNOWN`` only becomes ``DONE``, and ``DONE`` stays: what did not happen to one request may have happened to
        another one with the same key.
        """
        self._run(lambda transaction: _end(transaction, entry_id, ending), erases=ending.is_settled)

    def complete(self, entry_id: str, object_id: str) -> None:
        """Write that an entry was done, and the id of what it made; the rest of the reply is not kept."""
        self._run(lambda transaction: _end(transaction, entry_id, Ending.DONE, object_id=object_id), erases=True)

    def settle(self, entry_id: str, ending: Ending) -> None:
        """Write what you found out yourself about an entry: ``DONE``, or ``REFUSED`` if it was not carried out.

        Raises:
            ConfigurationError: ``ending`` leaves the outcome open.
        """
        if ending not in (Ending.DONE, Ending.REFUSED, Ending.NOT_SENT):
            raise ConfigurationError("settle takes Ending.DONE, or Ending.REFUSED if it was not carried out.")
        self._run(lambda transaction: _end(transaction, entry_id, ending, by_hand=True), erases=True)

    def unsettled(self) -> list[Entry]:
        """Every entry that is ``OPEN`` or ``UNKNOWN``, oldest first."""
        query = f"{_SELECT} WHERE ending IN ('open', 'unknown') ORDER BY created_at, id"
        return self._run(lambda transaction: [_entry(row) for row in transaction.execute(query).fetchall()])

    def erase(self, entry_id: str) -> None:
        """Erase the body of an entry, whatever its outcome; if that is open, ``recover`` only lists it from then on."""
        self._run(lambda transaction: _erase(transaction, entry_id), erases=True)

    def purge(self, *, older_than: timedelta, now: float | None = None) -> int:
        """Delete settled entries that are older, and erase the bodies of the others; return how many were deleted.

        No personal datum of an entry that is older is left then. What is open stays listed, but cannot be resumed.
        Keep entries for as long as a key may come back: a key that was deleted here is not known to be used. ``now`` is
        the time in Unix seconds, if not that of the system.

        Raises:
            ConfigurationError: ``older_than`` is no time span above zero.
        """
        if not isinstance(cast("object", older_than), timedelta) or older_than <= timedelta(0):
            raise ConfigurationError("purge takes older_than, a timedelta above zero, such as timedelta(days=90).")
        before = (time.time() if now is None else now) - older_than.total_seconds()
        return self._run(lambda transaction: _purge(transaction, before), erases=True)

    def close(self) -> None:
        """Close the database; it is opened again when it is needed."""
        self.database.close()

    def _run(self, work: Callable[[Transaction], T], *, erases: bool = False) -> T:
        left = seconds_left()
        return self.database.run(work, seconds=TIMEOUT if left is None else left, erases=erases)

    def _open(self) -> AbstractContextManager[Transaction]:
        """One transaction, on disk when it ends."""
        return self.database.transaction()


class SqliteJournal(DatabaseJournal):
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
            self._path = checked_path(path, "Give the journal a file.")
        except ValueError as error:
            raise ConfigurationError(str(error)) from None
        database = SqliteDatabase(self._path, JournalError)
        database.open()
        super().__init__(database)

    def __repr__(self) -> str:
        return f"SqliteJournal({str(self._path)!r})"


class PostgresJournal(DatabaseJournal):
    """Keeps intents to write in a PostgreSQL database that several machines share, one row each.

    ``conninfo`` is the address of the database, as ``postgresql://user:password@host/database`` or in libpq's other
    form; no error and no ``repr`` shows the password. The tables stand in ``schema``, which is made where it is
    missing. At most ``connections`` threads of a process write at once; the others wait. What is kept, and until when,
    is the same as in a ``SqliteJournal``, but what was erased or deleted goes from the server's files only when it
    vacuums, and from its write-ahead log and backups when they are recycled. Needs ``onepay-client[postgres]``.

    Raises:
        ConfigurationError: the address or the schema cannot be used, or psycopg is not installed.
        JournalError: the database cannot be used: there is no connection, no right, no time left to wait, or the
            schema is another program's or of a later version. Every method may raise it.
    """

    @private_locals
    def __init__(self, conninfo: str, *, schema: str = "onepay", connections: int = 10) -> None:
        database = postgres_database(conninfo, schema, connections, JournalError, "PostgresJournal")
        database.open()
        super().__init__(database)

    def __repr__(self) -> str:
        return f"PostgresJournal({self.database!r})"


def _begin(transaction: Transaction, entry: Entry) -> Entry | None:
    query = f"{_SELECT} WHERE id = ?{transaction.dialect.locking('entries')}"
    while True:
        row = transaction.execute(query, (entry.id,)).fetchone()
        if row is None:
            number = _insert_body(transaction, entry)
            if transaction.execute(_INSERT, _values(entry, number)).rowcount:
                return None
            # Another machine wrote it since we looked, and is done with that by now.
            transaction.execute(_ERASE.format(transaction.dialect.erased("body")), (number,))
            continue
        before = _entry(row)
        if before.gives_way_to(entry):
            transaction.execute(_REPLACE, _values(entry, _insert_body(transaction, entry)))
        elif before.ending is Ending.OPEN and before.is_same_request(entry):
            # Two may be on their way now: no refusal of one of them says what became of the other.
            transaction.execute("UPDATE entries SET ending = 'unknown' WHERE id = ?", (entry.id,))
        return before


def _insert_body(transaction: Transaction, entry: Entry) -> int | None:
    return None if entry.body is None else transaction.insert(_INSERT_BODY, (bytes(entry.body),))


def _end(
    transaction: Transaction, entry_id: str, ending: Ending, *, object_id: str | None = None, by_hand: bool = False
) -> None:
    row = transaction.execute(_ENDING + transaction.dialect.locking("entries"), (entry_id,)).fetchone()
    if row is None or not (by_hand or ending.adds_to(_ending(row[0]))):
        return
    if ending.is_settled:
        transaction.execute(_ERASE_OF_ENTRY.format(transaction.dialect.erased("body")), (entry_id,))
        transaction.execute(_SETTLE, (ending.value, object_id, entry_id))
    else:
        transaction.execute("UPDATE entries SET ending = ? WHERE id = ?", (ending.value, entry_id))


def _erase(transaction: Transaction, entry_id: str) -> None:
    if transaction.execute(_ENDING + transaction.dialect.locking("entries"), (entry_id,)).fetchone():
        transaction.execute(_ERASE_OF_ENTRY.format(transaction.dialect.erased("body")), (entry_id,))
        transaction.execute("UPDATE entries SET body_number = NULL, resumable = 0 WHERE id = ?", (entry_id,))


def _purge(transaction: Transaction, before: float) -> int:
    for (entry_id,) in transaction.execute(_OLD_WITH_BODY, (before,)).fetchall():
        _erase(transaction, entry_id)
    deleted = transaction.execute(_DELETE_OLD, (before,)).rowcount
    if not (transaction.dialect.moves_rows and transaction.execute(_IS_A_BODY_LEFT).fetchone()[0]):
        transaction.execute(_DELETE_ERASED.format(transaction.dialect.erased("body")))
    return deleted


def _values(entry: Entry, body_number: int | None) -> tuple[object, ...]:
    return (
        entry.operation,
        entry.method,
        entry.path,
        entry.server,
        entry.environment,
        entry.digest,
        int(entry.resumable),
        float(entry.created_at),
        entry.ending.value,
        body_number,
        entry.id,
    )


def _entry(
    row: tuple[str, str, str, str, str, str | None, bytes | None, str, int, float, str, str | None, float],
) -> Entry:
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
        object_id=row[11],
        latest_at=row[12],
    )


def _ending(text: str) -> Ending:
    try:
        return Ending(text)
    except ValueError:
        raise DamagedError("an entry has no known ending") from None
