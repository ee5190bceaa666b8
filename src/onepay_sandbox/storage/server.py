"""The connections to a PostgreSQL server."""

from __future__ import annotations

import selectors
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import InvalidatePoolError

CONNECTIONS: Final = 16
"""How many transactions of one process may be under way."""

_WAIT: Final = 30  # seconds that a transaction waits for a connection, and for another transaction
_CONNECTING: Final = 10
_IDLE: Final = 0  # as libpq calls a connection without a transaction
_SETTINGS: Final = (f"SET lock_timeout = '{_WAIT}s'", f"SET idle_in_transaction_session_timeout = '{2 * _WAIT}s'")
"""A process that stands still keeps others waiting so long, and no longer."""


def server_engine(url: URL) -> Engine:
    """The engine for a PostgreSQL server. A connection that died while it was idle is replaced.

    Its driver begins no transaction by itself, since it would ask for the level of isolation in steps of their own.
    """
    engine = create_engine(
        url,
        connect_args={"connect_timeout": _CONNECTING},
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=_WAIT,
        pool_reset_on_return=None,  # transactions are ended before
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            for setting in _SETTINGS:
                cursor.execute(setting)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        raw: Any = connection.connection.driver_connection
        if raw.pgconn.transaction_status == _IDLE:
            raw.execute("BEGIN").close()

    @event.listens_for(engine, "checkout")
    def check(connection: Any, *_: object) -> None:
        if connection.closed or _has_something_to_read(connection.fileno()):
            raise InvalidatePoolError

    return engine


def _has_something_to_read(descriptor: int) -> bool:
    """Whether the server has sent something to an idle connection, such as that it ends.

    This costs some microseconds; a statement that tries the connection costs a hundred.
    """
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        return bool(selector.select(0))
