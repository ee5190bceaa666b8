"""A schema of a PostgreSQL database: transactions that survive threads, machines, forks and lost connections.

PostgreSQL orders what transactions do, and flushes the commits of several connections at once. What stands here is what
it cannot know: a deadline, a fork, an interrupt, a connection that died while nobody used it, and that a password must
not be shown.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from threading import get_ident
from typing import Any, TypeVar, cast
from weakref import finalize

import httpx
import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg.sql import SQL, Identifier

from onepay_client.sending.connections import ConnectionLimiter
from onepay_core.errors import OnePayError
from onepay_core.tracebacks import private_locals

from .database import POSTGRESQL, TIMEOUT, DamagedError, Dialect, Transaction
from .schema import APPLICATION_ID, VERSION, VERSIONS

T = TypeVar("T")

_LONGEST_NAME = 63
"""Bytes of a name in PostgreSQL."""

_SHORTEST_CONNECT = 2
"""Seconds that libpq takes for a connection at least."""

_LONGEST_CONNECT = 10
_TRIES = 3
_LOOKS_AT_CLOCK = 0.05
_COMMIT_WAITS = 1.0
_ANSWER_WAITS = 0.25
"""Seconds that the server has after the deadline to say itself why it could not do it."""

_IDLE_MILLISECONDS = 5000
_SECRETS = ("password", "sslpassword")
_VERSION_TABLE = "onepay_version"


class _OutOfTimeError(Exception):
    """The server has not answered in time."""


class _LostError(Exception):
    """The connection was lost before the commit, so nothing was done."""


class _CommitLostError(Exception):
    """The connection was lost during the commit, so nobody knows whether it was carried out."""


class _ConnectError(Exception):
    """No connection could be made; the text is libpq's."""


class _NewerVersionError(Exception):
    """A later version of this package made the tables."""


class _ForeignSchemaError(Exception):
    """The schema holds the tables of another program."""


_OURS = (
    DamagedError,
    _OutOfTimeError,
    _LostError,
    _CommitLostError,
    _ConnectError,
    _NewerVersionError,
    _ForeignSchemaError,
)


class _Connection(psycopg.Connection[Any]):
    """A connection that waits for no answer beyond ``until``, and is known to belong to one process."""

    until = 0.0
    process = 0

    def wait(self, gen: Any, *given: Any, **named: Any) -> Any:
        named["interval"] = min(_LOOKS_AT_CLOCK, max(self.until - time.monotonic(), 0.001))
        return super().wait(self._limited(gen), *given[1:], **named)

    def _limited(self, waiting: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        """The same waits; psycopg sends 0 whenever the interval has passed without an answer."""
        try:
            wanted = next(waiting)
            while True:
                ready = yield wanted
                if not ready and time.monotonic() > self.until + _ANSWER_WAITS:
                    raise _OutOfTimeError
                wanted = waiting.send(ready)
        except StopIteration as result:
            return cast("T", result.value)

    def __del__(self, *_: Any) -> None:
        if self.process == os.getpid():  # else it is the parent's, and none of this process's business
            self.close()


class _PostgresTransaction:
    """A transaction under way on a connection."""

    dialect: Dialect = POSTGRESQL

    __slots__ = ("_connection",)

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> psycopg.Cursor[Any]:
        """Carry out one statement."""
        return self._mine().execute(cast("Any", _translated(statement)), _numbers(parameters))

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Carry out one statement for each row of parameters."""
        with self._mine().cursor() as cursor:
            cursor.executemany(cast("Any", _translated(statement)), map(_numbers, rows))

    def insert(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Insert one row into a table whose key is a ``number`` that the database gives; return the number."""
        return int(self.execute(f"{statement} RETURNING number", parameters).fetchall()[0][0])

    def _mine(self) -> _Connection:
        if self._connection.process != os.getpid():
            raise errors.OperationalError("this process was forked in the middle of the transaction")
        return self._connection


class _Pool:
    """The connections of one process."""

    def __init__(self, connections: int) -> None:
        self.limiter = ConnectionLimiter(connections)
        self.idle: deque[_Connection] = deque()
        self.used: dict[int, _Connection] = {}

    def is_mine(self) -> bool:
        """Whether this thread is in a transaction."""
        return get_ident() in self.used

    def use(self, connection: _Connection, until: float) -> None:
        """Let this thread have a connection until ``give_back``."""
        self.used[get_ident()] = connection
        connection.until = until

    def give_back(self) -> None:
        """Give back the connection of this thread, and undo what it did not commit; harmless when repeated."""
        connection = self.used.get(get_ident())
        if connection is None:
            return
        if connection.info.transaction_status is TransactionStatus.IDLE:
            self.idle.append(connection)
        else:
            connection.close()
        self.used.pop(get_ident(), None)

    def leave(self) -> None:
        """Give back whatever this thread has; harmless when repeated."""
        self.give_back()
        self.limiter.leave()

    def close(self) -> None:
        """Close what nobody uses."""
        while self.idle:
            self.idle.popleft().close()


class PostgresDatabase:
    """The tables of this package in one schema of a database, made where they are missing, brought up to date if older.

    ``failure`` is the error that every method raises when the database cannot be used. No error, and no ``repr``, shows
    the password. A transaction is done again where the server undid it, or where its connection was lost before it was
    committed; whether a lost commit was carried out cannot be known, and is an error.
    """

    dialect: Dialect = POSTGRESQL

    def __init__(self, conninfo: str, schema: str, failure: type[OnePayError], *, connections: int) -> None:
        self._parameters = conninfo_to_dict(conninfo)
        self._schema = schema
        self._path = f"SET LOCAL search_path TO {Identifier(schema).as_string(None)}"
        self._failure = failure
        self._connections = connections
        self._pools: dict[int, _Pool] = {}
        finalize(self, _close_pools, self._pools)

    def __repr__(self) -> str:
        given = self._parameters
        names = [f"{name}={given[name]}" for name in ("host", "port", "dbname") if given.get(name)]
        return " ".join([*names, f"schema={self._schema}"])

    @property
    def parameters(self) -> dict[str, Any]:
        """What libpq connects with, the password among it, for another library that uses the same database."""
        return dict(self._parameters)

    def open(self) -> None:
        """Connect now, so that whatever is wrong is said at once."""
        self.run(lambda _: None)

    @private_locals
    def run(self, work: Callable[[Transaction], T], *, seconds: float = TIMEOUT, erases: bool = False) -> T:
        """What ``work`` returns, done in one transaction that is on disk by then.

        ``seconds`` limits the wait for a connection, for other transactions and for the server; to connect may take two
        seconds in any case. ``erases`` changes nothing: PostgreSQL removes what was overwritten when it vacuums.
        """
        del erases
        pool, until = self._pool(), time.monotonic() + max(seconds, 0.0)
        try:
            with self._failing(), pool.limiter.slot(max(seconds, 0.0)):
                for _ in range(_TRIES - 1):
                    try:
                        return self._attempt(pool, work, until)
                    except (_LostError, errors.DeadlockDetected, errors.SerializationFailure):
                        if time.monotonic() > until:
                            raise
                return self._attempt(pool, work, until)
        finally:
            pool.leave()

    @contextmanager
    def transaction(self, seconds: float = TIMEOUT) -> Generator[Transaction]:
        """``run`` for a ``with`` block, which is done once only."""
        pool, until = self._pool(), time.monotonic() + max(seconds, 0.0)
        try:
            with self._failing(), pool.limiter.slot(max(seconds, 0.0)), self._transaction(pool, until) as transaction:
                yield transaction
        finally:
            pool.leave()

    def close(self) -> None:
        """Close the connections of this process that nobody uses; the next transaction opens another one."""
        self._pool().close()

    def _pool(self) -> _Pool:
        """The one of this process; a child never uses what belongs to its parent, nor closes it."""
        pool = self._pools.setdefault(os.getpid(), _Pool(self._connections))
        if pool.is_mine():
            raise self._failed("this thread is in the middle of a transaction, so a signal handler cannot use it")
        return pool

    def _attempt(self, pool: _Pool, work: Callable[[Transaction], T], until: float) -> T:
        try:
            with self._transaction(pool, until) as transaction:
                return work(transaction)
        finally:
            pool.give_back()

    @contextmanager
    def _transaction(self, pool: _Pool, until: float) -> Generator[Transaction]:
        connection = self._begun(pool, until)
        try:
            yield _PostgresTransaction(connection)
        except Exception as error:
            if connection.broken:
                raise _LostError from error
            with suppress(psycopg.Error, _OutOfTimeError):
                connection.execute("ROLLBACK")
            raise
        connection.until = max(until, time.monotonic() + _COMMIT_WAITS)
        try:
            ended_by = connection.execute("COMMIT").statusmessage
        except (errors.OperationalError, _OutOfTimeError) as error:
            raise _CommitLostError from error
        if ended_by != "COMMIT":  # PostgreSQL takes it for ROLLBACK after an error that somebody has caught
            raise errors.InFailedSqlTransaction

    def _begun(self, pool: _Pool, until: float) -> _Connection:
        """A connection with a new transaction; one that died while nobody used it is forgotten."""
        while pool.idle:
            with suppress(IndexError, errors.OperationalError):
                connection = pool.idle.pop()
                pool.use(connection, until)
                self._begin(connection, until)
                return connection
            pool.give_back()
        connection = self._connected(until)
        pool.use(connection, until)
        if self._version(connection, until) != VERSION:
            self._upgrade(connection, until)
        self._begin(connection, until)
        return connection

    def _connected(self, until: float) -> _Connection:
        limit = min(int(until - time.monotonic()), int(self._parameters.get("connect_timeout") or _LONGEST_CONNECT))
        parameters: dict[str, Any] = self._parameters | {"connect_timeout": max(limit, _SHORTEST_CONNECT)}
        parameters.setdefault("application_name", "onepay-client")
        try:
            connection = _Connection.connect(**parameters, autocommit=True)
        except psycopg.Error as error:
            raise _ConnectError(" ".join(str(error).split()).rstrip(".")) from None
        connection.process = os.getpid()
        return connection

    def _begin(self, connection: _Connection, until: float) -> None:
        """Begin a transaction that waits for nobody beyond ``until``, and that is on disk when it ends."""
        left = max(int((until - time.monotonic()) * 1000), 1)
        connection.execute(
            cast(
                "Any",
                f"BEGIN; {self._path}; SET LOCAL lock_timeout = {left}; SET LOCAL statement_timeout = {left}; "
                f"SET LOCAL idle_in_transaction_session_timeout = {left + _IDLE_MILLISECONDS}; "
                "SELECT set_config('synchronous_commit', 'on', true) "
                "WHERE current_setting('synchronous_commit') = 'off'",
            )
        )

    def _version(self, connection: _Connection, until: float) -> int:
        """The version of the tables; 0 where there are none.

        Raises:
            _ForeignSchemaError: the schema belongs to another program.
            _NewerVersionError: it needs a later version of this package.
        """
        connection.until = until
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (self._schema,))
        tables = {row[0] for row in found.fetchall()}
        if not tables:
            return 0
        if _VERSION_TABLE not in tables:
            raise _ForeignSchemaError
        query = SQL("SELECT version FROM {}").format(Identifier(self._schema, _VERSION_TABLE))
        [version] = connection.execute(query).fetchall()[0]
        if version > VERSION:
            raise _NewerVersionError
        return int(version)

    def _upgrade(self, connection: _Connection, until: float) -> None:
        """Make today's tables, unless another process is faster."""
        self._begin(connection, until)
        try:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (APPLICATION_ID,))
            version = self._version(connection, until)
            if not version:
                self._make_schema(connection)
            for statements in VERSIONS[version:]:
                for statement in statements:
                    connection.execute(cast("Any", POSTGRESQL.statement(statement)))
            connection.execute("UPDATE onepay_version SET version = %s", (VERSION,))
            connection.execute("COMMIT")
        except psycopg.Error:
            connection.close()
            raise

    def _make_schema(self, connection: _Connection) -> None:
        exists = "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = %s)"
        if not connection.execute(exists, (self._schema,)).fetchall()[0][0]:  # to make one takes a right of its own
            connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(self._schema)))
        connection.execute("CREATE TABLE onepay_version (version BIGINT NOT NULL)")
        connection.execute("INSERT INTO onepay_version (version) VALUES (0)")

    @contextmanager
    def _failing(self) -> Generator[None]:
        """Raise whatever goes wrong with the database as an error of ours, without what a driver says of values."""
        try:
            yield
        except (psycopg.Error, httpx.PoolTimeout, UnicodeError, *_OURS) as error:
            raise self._failed(_reason(error)) from None

    def _failed(self, reason: str) -> OnePayError:
        text = f"The PostgreSQL database ({self!r}) cannot be used: {reason}."
        for name in _SECRETS:
            secret = self._parameters.get(name)
            text = text.replace(str(secret), "***") if secret else text
        return self._failure(text)


def checked_address(conninfo: object, schema: object) -> tuple[str, str]:
    """The address of a database, and the name of a schema in it.

    Raises:
        ValueError: they cannot be used; the text says why, and never repeats the address.
    """
    if not isinstance(conninfo, str) or not conninfo.strip():
        raise ValueError("The address of the database is text, such as postgresql://user@host/database.")
    if not _is_readable(conninfo):
        raise ValueError(
            "The address of the database cannot be read. Write postgresql://user:password@host:port/database, with "
            "special characters of the password as %XX, or host=… dbname=… user=… password=…"
        )
    if not isinstance(schema, str) or not schema or "\0" in schema or len(schema.encode()) > _LONGEST_NAME:
        raise ValueError(f"The schema is a name of at most {_LONGEST_NAME} bytes, such as onepay.")
    return conninfo, schema


def _is_readable(conninfo: str) -> bool:
    """Whether every part is what it seems to be; a password with an @ or a / of its own ends up in the other parts."""
    try:
        parts = conninfo_to_dict(conninfo)
    except psycopg.Error:
        return False
    ports = str(parts.get("port") or "").split(",")
    places = [str(parts.get(name) or "") for name in ("host", "dbname")]
    return all(port.isdigit() or not port for port in ports) and not any("@" in place for place in places)


_NO_TIME = "it is locked by another transaction, or slow, and no time is left to wait"
_REASONS: dict[type[Exception] | tuple[type[Exception], ...], str] = {
    _ConnectError: "there is no connection ({error}). Check the address, the rights and the network",
    _CommitLostError: "the connection was lost, or no answer came, while a transaction was being committed. It may "
    "have been carried out, or not",
    _LostError: "the connection was lost, and another one as well. What was under way was undone",
    (errors.LockNotAvailable, errors.QueryCanceled, errors.IdleInTransactionSessionTimeout): _NO_TIME,
    _OutOfTimeError: "it does not answer, and no time is left to wait",
    httpx.PoolTimeout: "all its connections are used by other threads, and no time is left to wait. Allow more "
    "connections",
    _NewerVersionError: "a later version of onepay-client made its tables. Use that version: to go on without them "
    "could repeat what they know to be done",
    _ForeignSchemaError: "the schema holds the tables of another program; nothing was written to it. Name another "
    "schema",
    DamagedError: "it is damaged ({error}). Restore it from a backup; to go on without it could repeat what it knows",
    errors.InsufficientPrivilege: "this user has not the rights that it takes: to use the schema and its tables, and "
    "at first to create them. Grant them, or let another user open it first",
    errors.ReadOnlySqlTransaction: "it can only be read, as a standby. Connect to the primary server",
    psycopg.Error: "PostgreSQL says {name} ({state})",
    Exception: "a value cannot be written there ({name})",
}
"""What each error means, the first that fits; the texts of a server may repeat values, and are not shown."""


def _reason(error: Exception) -> str:
    text = next(text for kinds, text in _REASONS.items() if isinstance(error, kinds))
    return text.format(error=error, name=type(error).__name__, state=getattr(error, "sqlstate", None) or "no SQLSTATE")


@lru_cache(1000)
def _translated(statement: str) -> str:
    """The statement with psycopg's placeholders."""
    return statement.replace("?", "%s")


def _numbers(parameters: Sequence[object]) -> list[object]:
    """The parameters, with truth as a number, as SQLite keeps it."""
    return [int(value) if isinstance(value, bool) else value for value in parameters]


def _close_pools(pools: dict[int, _Pool]) -> None:
    pool = pools.get(os.getpid())
    if pool is not None:
        pool.close()
