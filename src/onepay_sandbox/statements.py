"""Statements that nearly every request runs.

SQLAlchemy takes ten times as long to run one as SQLite takes to answer it. So SQLite gets these directly, in the
words that SQLAlchemy has compiled once; any other database gets them in the usual way.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Delete, Insert, Select, Update
from sqlalchemy.dialects import sqlite

Values: TypeAlias = Mapping[str, Any]
Statement: TypeAlias = Select[*tuple[Any, ...]] | Insert | Update | Delete


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement in SQLite's words, the names of its values in order, and values that it brings itself."""

    words: str
    names: tuple[str, ...]
    own: Values

    def values(self, given: Values) -> list[Any]:
        return [given[name] if name in given else self.own[name] for name in self.names]


def rows(connection: Connection, statement: Statement, values: Values) -> Sequence[Sequence[Any]]:
    """What the statement finds, or returns of what it has changed."""
    if connection.dialect.name != "sqlite":
        return connection.execute(statement, values).all()
    text = _compiled(statement)
    cursor = connection.connection.cursor()
    cursor.execute(text.words, text.values(values))
    found: Sequence[Sequence[Any]] = cursor.fetchall()
    cursor.close()
    return found


def first(connection: Connection, statement: Statement, values: Values) -> Sequence[Any] | None:
    """The first row of what the statement finds."""
    found = rows(connection, statement, values)
    return found[0] if found else None


def run(connection: Connection, statement: Statement, many: Sequence[Values]) -> None:
    """Run a statement that finds nothing, once for each of `many`."""
    if not many:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(statement, many)
        return
    text = _compiled(statement)
    cursor = connection.connection.cursor()
    cursor.executemany(text.words, [text.values(values) for values in many])
    cursor.close()


@functools.cache
def _compiled(statement: Statement) -> _Text:
    compiled = statement.compile(dialect=sqlite.dialect())
    own = {name: value for name, value in compiled.params.items() if value is not None}
    return _Text(str(compiled), tuple(compiled.positiontup or ()), own)
