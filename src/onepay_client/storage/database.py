"""The interface of the databases that keep journals, webhook events and payout runs: SQLite and PostgreSQL.

``run`` does work in one transaction, which is on disk when it returns, or has left nothing behind::

    def pause(transaction: Transaction) -> bool:
        update = "UPDATE runs SET state = ? WHERE id = ? AND state = 'running'"
        return transaction.execute(update, ("paused", run_id)).rowcount == 1

    paused = database.run(pause)

The rules for such work:

* Each parameter is a ``?``, on both databases. A statement has no other ``?`` and no ``%``.
* The work may be done more than once until one transaction holds, so it changes nothing outside of the transaction.
* On SQLite, transactions of all threads and processes run one after the other; on PostgreSQL they run side by side
  (READ COMMITTED). What is read to decide on a change is read with ``Dialect.locking``, and an insert that another
  transaction may make as well says ``ON CONFLICT``. Work that locks several rows locks them in the order of their ids,
  so that two transactions never wait for each other.
* Errors of the database leave ``run`` as the error that the database was made with, ``JournalError`` for a journal.
  They name no values.

**How to add tables.** Append one version to ``VERSIONS`` in ``schema.py``: a tuple of statements in the SQL that both
databases have. Column types are ``TEXT``, ``BIGINT``, ``DOUBLE PRECISION`` (moments in Unix seconds) and ``BYTEA``, all
known to both. ``{number_key}`` is the type of a primary key that the database counts up, ``{clustered}`` the end of a
table whose only index is its primary key. A version that was released is never changed; the next one alters its tables.
Files and databases of earlier versions are brought to the last one when they are opened. Use the tables through
``journal.database``.

**Personal data** that has to be erased later goes into a table like ``bodies``: rows of bytes that are only appended
(``insert``), referred to by their number, and erased by ``Dialect.erased`` in a transaction with ``erases=True``. Any
other change makes SQLite move rows between pages, and leaves copies of them in the gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from msgspec import Struct

T = TypeVar("T")

TIMEOUT = 30.0
"""Seconds that a transaction waits for other threads, processes and machines, unless it is given fewer."""


class DamagedError(Exception):
    """What the database holds cannot be understood; ``run`` raises it as its own error."""


class Dialect(Struct, frozen=True, kw_only=True):
    """Where the SQL of two databases differs.

    Attributes:
        name: ``"sqlite"`` or ``"postgresql"``.
        number_key: the type of a primary key whose numbers the database gives in ascending order.
        clustered: the end of ``CREATE TABLE`` for a table that is kept in the order of its primary key.
        moves_rows: whether deleting a row moves others, and leaves copies of them in the file.
    """

    name: str
    number_key: str
    clustered: str
    moves_rows: bool

    def statement(self, template: str) -> str:
        """A statement of ``schema.py`` for this database."""
        return template.replace("{number_key}", self.number_key).replace("{clustered}", self.clustered)

    def locking(self, table: str, *, skips: bool = False) -> str:
        """The end of a ``SELECT`` whose rows of ``table`` nobody else may change before this transaction ends.

        ``skips`` leaves out what others have locked, instead of waiting for them.
        """
        return "" if self.name == "sqlite" else f" FOR UPDATE OF {table}" + " SKIP LOCKED" * skips

    def erased(self, column: str) -> str:
        """What to set a column of bytes to, so that no file of the database keeps what it held."""
        return f"zeroblob(length({column}))" if self.name == "sqlite" else "''"


SQLITE = Dialect(
    name="sqlite", number_key="INTEGER PRIMARY KEY AUTOINCREMENT", clustered=" WITHOUT ROWID", moves_rows=True
)
POSTGRESQL = Dialect(
    name="postgresql", number_key="BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", clustered="", moves_rows=False
)


class Result(Protocol):
    """What a statement returned."""

    @property
    def rowcount(self) -> int:
        """How many rows the statement changed."""
        ...

    def fetchone(self) -> Any:
        """The next row, a tuple; None after the last one."""
        ...

    def fetchall(self) -> list[Any]:
        """All rows that are left, each a tuple."""
        ...


class Transaction(Protocol):
    """A transaction under way; it ends with the work that it was given to."""

    @property
    def dialect(self) -> Dialect:
        """The SQL that it takes."""
        ...

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> Result:
        """Carry out one statement."""
        ...

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Carry out one statement for each row of parameters."""
        ...

    def insert(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Insert one row into a table whose key is a ``number`` that the database gives; return the number."""
        ...


class Database(Protocol):
    """Transactions that survive threads, processes, forks and interrupts."""

    @property
    def dialect(self) -> Dialect:
        """The SQL that its transactions take."""
        ...

    def open(self) -> None:
        """Open it now, so that whatever is wrong with it is said at once."""
        ...

    def run(self, work: Callable[[Transaction], T], *, seconds: float = TIMEOUT, erases: bool = False) -> T:
        """What ``work`` returns, done in one transaction that is on disk by then.

        ``seconds`` limits the wait for others. ``erases`` says that ``work`` overwrites what must not be kept.
        """
        ...

    def transaction(self, seconds: float = TIMEOUT) -> AbstractContextManager[Transaction]:
        """``run`` for a ``with`` block, which is done once only."""
        ...

    def close(self) -> None:
        """Close what is open; the next transaction opens it again."""
        ...
