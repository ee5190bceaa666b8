"""A store that survives restarts and that the processes of one machine share."""

import sqlite3
from dataclasses import asdict
from os import PathLike
from typing import Any

from onepay_client.errors import ConfigurationError
from onepay_client.storage.sqlite import SqliteDatabase, checked_path
from onepay_core.tracebacks import private_locals

from .deduplication import ClaimResult, Lease
from .errors import DedupStoreUnavailable

__all__ = ("SqliteDedupStore",)


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
    """Remembers events in the SQLite file at ``path``, which is made when it is first needed.

    Give each endpoint a file of its own: two that share one would take each other's events for
    handled. It is safe across threads, forks and processes of one machine; across machines, use a
    store of your own on a database that they share. ``timeout`` is how many seconds a step waits
    for another process.

    Raises:
        ConfigurationError: ``path`` names no file.
    """

    @private_locals
    def __init__(self, path: str | PathLike[str], *, timeout: float = 5.0) -> None:
        try:
            checked = checked_path(path, "To remember events in memory, use InMemoryDedupStore.")
        except ValueError as error:
            raise ConfigurationError(str(error)) from None
        self._database = SqliteDatabase(checked, DedupStoreUnavailable)
        self._timeout = timeout

    def __repr__(self) -> str:
        return f"SqliteDedupStore({str(self._database.path)!r})"

    def claim(self, lease: Lease) -> ClaimResult:
        """See ``DedupStore.claim``.

        Raises:
            DedupStoreUnavailable: the file cannot be read or written.
        """
        return self._database.run(lambda connection: _claim(connection, asdict(lease)), seconds=self._timeout)

    def finish(self, lease: Lease) -> None:
        """See ``DedupStore.finish``; raises what ``claim`` raises."""
        self._execute(_FINISH, lease)

    def release(self, lease: Lease) -> None:
        """See ``DedupStore.release``; raises what ``claim`` raises."""
        self._execute(_RELEASE, lease)

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        self._database.close()

    def _execute(self, statement: str, lease: Lease) -> None:
        self._database.run(lambda connection: connection.execute(statement, asdict(lease)), seconds=self._timeout)


def _claim(connection: sqlite3.Connection, values: dict[str, Any]) -> ClaimResult:
    connection.execute(_FORGET, values)
    if connection.execute(_CLAIM, values).rowcount == 1:
        return ClaimResult.CLAIMED
    connection.execute(_SHORTEN, values)
    [handled] = connection.execute(_HANDLED, values).fetchone()
    return ClaimResult.DUPLICATE if handled else ClaimResult.IN_PROGRESS
