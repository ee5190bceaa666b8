"""The connections to a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import psycopg
from psycopg.adapt import Transformer
from psycopg.pq import DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import InvalidatePoolError

_WAIT: Final = 30  # seconds that a transaction waits for a connection, and for another transaction
_CONNECTING: Final = 10
_SETTINGS: Final = (f"SET lock_timeout = '{_WAIT}s'", f"SET idle_in_transaction_session_timeout = '{2 * _WAIT}s'")
"""A process that stands still keeps others waiting so long, and no longer."""
# Decision 0025 says why at these levels of isolation.
_BEGIN: Final = {
    True: b"BEGIN ISOLATION LEVEL READ COMMITTED",
    False: b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
}
_BINARY: Final = 1  # as libpq calls the form of a value
_SUCCESSES: Final = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


class ServerConnection(psycopg.Connection[Any]):
    """A connection that hands frequent statements to libpq, each prepared once: a fifth of the work of a cursor.

    While libpq waits for the server, other threads go on. A transaction begins together with its first statement, and
    one that only reads does not wait for its end.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Take what psycopg gives."""
        super().__init__(*arguments, **named)
        self._names: Final = dict[str, bytes]()
        self._begin = b""
        self._writes = True

    def start(self, *, writes: bool) -> None:
        """Let the next statement begin a transaction."""
        self._begin, self._writes = _BEGIN[writes], writes

    def begin(self) -> None:
        """Begin the transaction now, unless it has begun, for whoever runs a statement in another way."""
        if self._begin or self.pgconn.transaction_status == TransactionStatus.IDLE:
            begin, self._begin = self._begin or b"BEGIN", b""
            _checked(self.pgconn.exec_(begin))

    def fetch(self, words: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What a statement finds; it is prepared when it first runs on this connection. Raises `psycopg.Error`."""
        name = self._names.get(words) or self._prepare(words)
        transformer = Transformer(self)
        if self._begin:
            begin, self._begin = self._begin, b""
            literals = b"(%b)" % b", ".join(map(transformer.as_literal, values)) if values else b""
            result = self.pgconn.exec_(b"%b; EXECUTE %b%b" % (begin, name, literals))
        else:
            forms = [_BINARY if isinstance(value, bytes) else 0 for value in values]
            written: list[Any] = [_written(value) for value in values]
            result = self.pgconn.exec_prepared(name, written, forms, _BINARY)
        transformer.set_pgresult(_checked(result))
        return transformer.load_rows(0, result.ntuples, tuple)

    def end(self) -> None:
        """Commit the transaction. The next statement waits for what has become of one that only reads."""
        if self._begin:
            self._begin = b""
        elif self._writes:
            _checked(self.pgconn.exec_(b"COMMIT"))
        else:
            self.pgconn.send_query(b"COMMIT")

    def undo(self) -> None:
        """Undo the transaction."""
        if self._begin:
            self._begin = b""
        else:
            _checked(self.pgconn.exec_(b"ROLLBACK"))

    def _prepare(self, words: str) -> bytes:
        name = b"onepay_%d" % len(self._names)
        _checked(self.pgconn.prepare(name, words.encode()))
        self._names[words] = name
        return name


def _written(value: str | bytes | int | None) -> bytes | None:
    """A value as libpq takes it."""
    if value is None or isinstance(value, bytes):
        return value
    return value.encode() if isinstance(value, str) else b"%d" % value


def _checked(result: PGresult) -> PGresult:
    """The result of a statement. Raises `psycopg.Error`."""
    if result.status in _SUCCESSES:
        return result
    state = result.error_field(DiagnosticField.SQLSTATE)
    kind = psycopg.errors.lookup(state.decode()) if state else psycopg.OperationalError
    raise kind(result.get_error_message())


def server_engine(url: URL, connections: int) -> Engine:
    """The engine for a PostgreSQL server. A connection that died while it was idle is replaced.

    Its driver begins no transaction by itself, since it would ask for the level of isolation in steps of their own.
    """
    engine = create_engine(
        url,
        connect_args={"connect_timeout": _CONNECTING},
        pool_size=connections,
        max_overflow=0,
        pool_timeout=_WAIT,
        pool_reset_on_return=None,  # transactions are ended before
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )

    @event.listens_for(engine, "do_connect")
    def connect(_: object, __: object, arguments: Any, named: Any) -> ServerConnection:
        return ServerConnection.connect(*arguments, **named)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            for setting in _SETTINGS:
                cursor.execute(setting)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.begin()

    @event.listens_for(engine, "checkout")
    def check(connection: Any, *_: object) -> None:
        try:
            connection.pgconn.consume_input()  # such as the news that the server has ended the connection
        except psycopg.OperationalError:
            raise InvalidatePoolError from None

    return engine
