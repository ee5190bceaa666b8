"""A journal in a SQLite file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from .journal import Ending, Entry

__all__ = ("SqliteJournal",)

_TABLE = """
CREATE TABLE IF NOT EXISTS entries (
    id TEXT PRIMARY KEY,
    operation TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    server TEXT NOT NULL,
    environment TEXT,
    body BLOB,
    digest TEXT NOT NULL,
    resumable INTEGER NOT NULL,
    created_at REAL NOT NULL,
    ending TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""
_COLUMNS = "id, operation, method, path, server, environment, body, digest, resumable, created_at, ending"
_INSERT = f"INSERT OR REPLACE INTO entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - ours
_SELECT = f"SELECT {_COLUMNS} FROM entries"  # noqa: S608 - constants of ours
_OWNER_ONLY = 0o600


class SqliteJournal:
    """Keeps intents to write in the SQLite file at ``path``, one row each, in the write-ahead mode of SQLite.

    The file holds the bodies of requests that are not settled, and so personal data; only its owner may read it, and
    a body is erased when its outcome is known. It never holds a key, a card number, an OTP or a customer's token:
    where a request has one, only its operation and idempotency key are kept, and it can be listed, not resent.
    Several threads and processes may share the file; it must stand on a local disk.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        with self._open():
            pass

    def __repr__(self) -> str:
        return f"SqliteJournal({str(self._path)!r})"

    def begin(self, entry: Entry) -> Entry | None:
        """Write ``entry`` before its first byte leaves; return what stood under its id, if anything did."""
        with self._open() as connection:
            row = connection.execute(f"{_SELECT} WHERE id = ?", (entry.id,)).fetchone()
            before = None if row is None else _entry(row)
            if before is None or before.gives_way_to(entry):
                connection.execute(_INSERT, _row(entry))
        return before

    def end(self, entry_id: str, ending: Ending) -> None:
        """Write what became of an entry, and erase its body if nothing is left to find out."""
        erase = ", body = NULL" if ending.is_settled else ""
        with self._open() as connection:
            connection.execute(
                f"UPDATE entries SET ending = ?{erase} WHERE id = ? AND ending != ?",  # noqa: S608 - ours
                (ending.value, entry_id, Ending.DONE.value),
            )

    def unsettled(self) -> list[Entry]:
        """Every entry that is ``OPEN`` or ``UNKNOWN``, oldest first."""
        endings = [ending.value for ending in Ending if not ending.is_settled]
        with self._open() as connection:
            rows = connection.execute(f"{_SELECT} WHERE ending IN (?, ?) ORDER BY created_at, id", endings).fetchall()
        return [_entry(row) for row in rows]

    def forget(self, before: float) -> int:
        """Delete settled entries that were written before this Unix time; return how many.

        Keep them for as long as a key may come back: a key that was forgotten here is not known to be used.
        """
        endings = [ending.value for ending in Ending if not ending.is_settled]
        with self._open() as connection:
            done = connection.execute(
                "DELETE FROM entries WHERE created_at < ? AND ending NOT IN (?, ?)", (before, *endings)
            )
        return done.rowcount

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection]:
        """One transaction, on disk when it ends."""
        if self._process != os.getpid():
            self._lock = Lock()  # the parent's may be held by a thread that does not exist here
        with self._lock:
            connection = self._connected()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None or self._process != os.getpid():
            self._connection = _connect(self._path)
            self._process = os.getpid()
        return self._connection


def _connect(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, _OWNER_ONLY))
    path.chmod(_OWNER_ONLY)  # SQLite gives its write-ahead log the same mode
    connection = sqlite3.connect(path, timeout=30.0, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # a commit is on disk before it returns
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(_TABLE)
    return connection


def _row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.id,
        entry.operation,
        entry.method,
        entry.path,
        entry.server,
        entry.environment,
        entry.body,
        entry.digest,
        int(entry.resumable),
        entry.created_at,
        entry.ending.value,
    )


def _entry(row: tuple[str, str, str, str, str, str | None, bytes | None, str, int, float, str]) -> Entry:
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
        ending=Ending(row[10]),
    )
