"""Stores that survive restarts and that several processes share."""

from collections.abc import Callable
from os import PathLike
from typing import TypeVar

from onepay_client.errors import ConfigurationError, DedupStoreUnavailable
from onepay_client.storage.addresses import checked_path, postgres_database
from onepay_client.storage.database import Database, Transaction
from onepay_client.storage.sqlite import SqliteDatabase
from onepay_core.tracebacks import private_locals

from .deduplication import ClaimResult, Lease

__all__ = ("PostgresDedupStore", "SqliteDedupStore")


T = TypeVar("T")

_FORGET = """
DELETE FROM onepay_webhooks_seen
WHERE identity IN (SELECT identity FROM onepay_webhooks_seen WHERE forget_at <= ?{})
"""
_CLAIM = """
INSERT INTO onepay_webhooks_seen (identity, busy_until, handled, forget_at) VALUES (?, ?, 0, ?)
ON CONFLICT (identity) DO UPDATE SET busy_until = excluded.busy_until, forget_at = excluded.forget_at
WHERE (onepay_webhooks_seen.handled = 0 AND onepay_webhooks_seen.busy_until <= ?) OR onepay_webhooks_seen.forget_at <= ?
"""
_SHORTEN = """
UPDATE onepay_webhooks_seen SET busy_until = ? WHERE identity = ? AND handled = 0 AND busy_until > ?
"""
_HANDLED = "SELECT handled FROM onepay_webhooks_seen WHERE identity = ?"
_FINISH = """
INSERT INTO onepay_webhooks_seen (identity, busy_until, handled, forget_at) VALUES (?, ?, 1, ?)
ON CONFLICT (identity) DO UPDATE SET busy_until = excluded.busy_until, handled = 1, forget_at = excluded.forget_at
"""
_RELEASE = "DELETE FROM onepay_webhooks_seen WHERE identity = ? AND handled = 0 AND busy_until = ?"


class DatabaseDedupStore:
    """Remembers events in any ``Database`` of this package."""

    def __init__(self, database: Database, timeout: float) -> None:
        self._database = database
        self._timeout = timeout

    def claim(self, lease: Lease) -> ClaimResult:
        """See ``DedupStore.claim``.

        Raises:
            DedupStoreUnavailable: the database cannot be read or written.
        """
        return self._run(lambda transaction: _claim(transaction, lease))

    def finish(self, lease: Lease) -> None:
        """See ``DedupStore.finish``; raises what ``claim`` raises."""
        self._run(lambda transaction: transaction.execute(_FINISH, (lease.identity, lease.busy_until, lease.forget_at)))

    def release(self, lease: Lease) -> None:
        """See ``DedupStore.release``; raises what ``claim`` raises."""
        self._run(lambda transaction: transaction.execute(_RELEASE, (lease.identity, lease.busy_until)))

    def close(self) -> None:
        """Close the database; it is opened again when it is needed."""
        self._database.close()

    def _run(self, work: Callable[[Transaction], T]) -> T:
        return self._database.run(work, seconds=self._timeout)


class SqliteDedupStore(DatabaseDedupStore):
    """Remembers events in the SQLite file at ``path``, which is made when it is first needed.

    Give each endpoint a file of its own: two that share one would take each other's events for
    handled. It is safe across threads, forks and processes of one machine; across machines, use a
    ``PostgresDedupStore``. ``timeout`` is how many seconds a step waits
    for another process.

    Raises:
        ConfigurationError: ``path`` names no file.
    """

    @private_locals
    def __init__(self, path: str | PathLike[str], *, timeout: float = 5.0) -> None:
        try:
            self._path = checked_path(path, "To remember events in memory, use InMemoryDedupStore.")
        except ValueError as error:
            raise ConfigurationError(str(error)) from None
        super().__init__(SqliteDatabase(self._path, DedupStoreUnavailable), timeout)

    def __repr__(self) -> str:
        return f"SqliteDedupStore({str(self._path)!r})"


class PostgresDedupStore(DatabaseDedupStore):
    """Remembers events in a PostgreSQL database that several machines share.

    ``conninfo``, ``schema`` and ``connections`` are those of a ``PostgresJournal``, which may stand in the same schema.
    Give each endpoint a schema of its own. The database is opened when it is first needed. ``timeout`` is how many
    seconds a step waits for it. Needs ``onepay-client[postgres]``.

    Raises:
        ConfigurationError: the address or the schema cannot be used, or psycopg is not installed.
    """

    @private_locals
    def __init__(self, conninfo: str, *, schema: str = "onepay", connections: int = 10, timeout: float = 5.0) -> None:
        database = postgres_database(conninfo, schema, connections, DedupStoreUnavailable, "PostgresDedupStore")
        super().__init__(database, timeout)

    def __repr__(self) -> str:
        return f"PostgresDedupStore({self._database!r})"


def _claim(transaction: Transaction, lease: Lease) -> ClaimResult:
    result = _result_of_claim(transaction, lease)
    # Only now, and without what others use: who waits for a row while it holds others may wait for ever.
    locking = transaction.dialect.locking("onepay_webhooks_seen", skips=True)
    transaction.execute(_FORGET.format(locking), (lease.now,))
    return result


def _result_of_claim(transaction: Transaction, lease: Lease) -> ClaimResult:
    values = (lease.identity, lease.busy_until, lease.forget_at, lease.now, lease.now)
    if transaction.execute(_CLAIM, values).rowcount == 1:
        return ClaimResult.CLAIMED
    transaction.execute(_SHORTEN, (lease.busy_until, lease.identity, lease.busy_until))
    [handled] = transaction.execute(_HANDLED, (lease.identity,)).fetchone()
    return ClaimResult.DUPLICATE if handled else ClaimResult.IN_PROGRESS
