"""A sandbox for each test, inside of the process, and people who call it.

Its data live in memory. The tests of the modules below have it on PostgreSQL too; with `SANDBOX_DATABASE=postgresql`
all tests have it there alone, which `nox -s tests-on-postgres` does.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from onepay_sandbox import frozen
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.receivers import Receiver
from support.postgres import Schema, empty_schema

ON_BOTH: Final = (
    "test_accounts_kept_aside",
    "test_books",
    "test_customer_sessions",
    "test_idempotency",
    "test_lists_of_payments",
    "test_payments",
    "test_timers",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let the sandbox of a test stand where the module says."""
    if "database" in metafunc.fixturenames:
        chosen = os.environ.get("SANDBOX_DATABASE")
        everywhere = ("memory", "postgresql") if Path(str(metafunc.definition.path)).stem in ON_BOTH else ("memory",)
        metafunc.parametrize("database", (chosen,) if chosen else everywhere, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str | None:
    """The address of a database without a row; None for one in memory."""
    if request.param == "memory":
        return None
    schema: Schema = request.getfixturevalue("sandbox_schema")
    schema.empty()
    return schema.url


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that outlives a process."""
    if request.param == "SQLite":
        return str(tmp_path / "sandbox.db")
    schema: Schema = request.getfixturevalue("sandbox_schema")
    schema.empty()
    return schema.url


@pytest.fixture(scope="session")
def sandbox_schema(postgres_server: str) -> Iterator[Schema]:
    """A schema for the sandboxes of all tests."""
    with empty_schema(postgres_server) as schema:
        schema.execute(f'CREATE SCHEMA "{schema.name}"')
        yield schema


@pytest.fixture
def sandbox(database: str | None) -> Iterator[Sandbox]:
    """A fresh sandbox, with its clock frozen."""
    sandbox = Sandbox(database=database, clock=frozen(), seed=7)
    yield sandbox
    sandbox.close()


@pytest.fixture
def waits() -> list[float]:
    """How long faults made callers wait, who did not."""
    return []


@pytest.fixture
def caller_with(sandbox: Sandbox, waits: list[float]) -> Callable[[str], Caller]:
    """Makes callers, each with a key of its own."""
    return lambda key: Caller(SandboxTransport(sandbox, waits.append), key)


@pytest.fixture
def api(caller_with: Callable[[str], Caller]) -> Caller:
    """A caller with a secret test key."""
    return caller_with("sk_test_alborada")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A server that webhooks can be told at."""
    receiver = Receiver()
    yield receiver
    receiver.close()
