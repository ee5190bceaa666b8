"""A store that survives restarts and that the processes of one machine share."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import asdict
from os import PathLike, fspath

from onepay.errors import ConfigurationError

from .deduplication import ClaimResult, Lease
from .errors import DedupStoreUnavailable

_TABLE = """
CREATE TABLE IF NOT EXISTS onepay_webhooks_seen (
    identity TEXT PRIMARY KEY,
    busy_until REAL NOT NULL,
    handled INTEGER NOT NULL,
    forget_at REAL NOT NULL
) WITHOUT ROWID
"""
_INDEX = "CREATE INDEX IF NOT EXISTS onepay_webhooks_seen_forget_at ON onepay_webhooks_seen (forget_at)"
_FORGET = "DELETE FROM onepay_webhooks_seen WHERE forget_at <= :now"
_CLAIM = """
INSERT INTO onepay_webhooks_seen VALUES (:identity, :busy_until, 0, :forget_at)
ON CONFLICT (identity) DO UPDATE SET busy_until = :busy_until, forget_at = :forget_at
WHERE NOT handled AND busy_until <= :now
"""
_SHORTEN = """
UPDATE onepay_webhooks_seen SET busy_until = :busy_until
WHERE identity = :identity AND NOT handled AND busy_until > :busy_until
"""
_HANDLED = "SELECT handled FROM onepay_webhooks_seen WHERE identity = :identity"
_FINISH = "INSERT OR REPLACE INTO onepay_webhooks_seen VALUES (:identity, :busy_until, 1, :forget_at)"
_RELEASE = "DELETE FROM onepay_webhooks_seen WHERE identity = :identity AND NOT handled AND busy_until = :busy_until"


class SqliteDedupStore:
    """Remembers events in the SQLite file at ``path``, which is made when it is missing.

    Give each endpoint a file of its own: two that share one would take each other's events for
    handled. Every step opens the file anew, so it is safe across threads, forks and processes of one
    machine; across machines, use a store of your own on a database that they share. ``timeout``
    is how many seconds a step waits for another process.

    Raises:
        ConfigurationError: ``path`` names no file.
    """

    def __init__(self, path: str | PathLike[str], *, timeout: float = 5.0) -> None:
        self._path = fspath(path)
        self._timeout = timeout
        if self._path in ("", ":memory:"):
            raise ConfigurationError(
                "SqliteDedupStore needs the path of a file. To remember events in memory, use InMemoryDedupStore."
            )

    def __repr__(self) -> str:
        return f"SqliteDedupStore({self._path!r})"

    def claim(self, lease: Lease) -> ClaimResult:
        """See ``DedupStore.claim``.

        Raises:
            DedupStoreUnavailable: the file cannot be read or written.
        """
        values = asdict(lease)
        with self._transaction() as connection:
            connection.execute(_FORGET, values)
            if connection.execute(_CLAIM, values).rowcount == 1:
                return ClaimResult.CLAIMED
            connection.execute(_SHORTEN, values)
            [handled] = connection.execute(_HANDLED, values).fetchone()
        return ClaimResult.DUPLICATE if handled else ClaimResult.IN_PROGRESS

    def finish(self, lease: Lease) -> None:
        """See ``DedupStore.finish``; raises what ``claim`` raises."""
        with self._transaction() as connection:
            connection.execute(_FINISH, asdict(lease))

    def release(self, lease: Lease) -> None:
        """See ``DedupStore.release``; raises what ``claim`` raises."""
        with self._transaction() as connection:
            connection.execute(_RELEASE, asdict(lease))

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        try:
            with closing(self._connect()) as connection, connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(_TABLE)
                connection.execute(_INDEX)
                yield connection
        except sqlite3.Error as error:
            raise DedupStoreUnavailable(f"The webhook store {self._path!r} cannot be used: {error}.") from error

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=self._timeout, isolation_level=None)
