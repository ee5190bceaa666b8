from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from onepay_client import PostgresJournal, SqliteJournal
from onepay_client.storage.journals import DatabaseJournal
from onepay_client.webhooks import DedupStore, InMemoryDedupStore, PostgresDedupStore, SqliteDedupStore
from onepay_contract.document import Operation
from support.client_variants import NAMES, ClientVariant
from support.contract import Contract
from support.scripted_client import ScriptedClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.postgres import Schema

DATABASES = ("SQLite", "PostgreSQL")


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract.load()


@pytest.fixture(scope="session")
def operations(contract: Contract) -> dict[str, Operation]:
    return contract.operations


@pytest.fixture(scope="module")
def sides() -> Iterator[tuple[ClientVariant, ClientVariant]]:
    """Both sides, for tests that show them what is dear to make."""
    with ClientVariant.both() as sides:
        yield sides


@pytest.fixture(scope="module")
def side(request: pytest.FixtureRequest, sides: tuple[ClientVariant, ClientVariant]) -> ClientVariant:
    """The side of that name."""
    return sides[NAMES.index(request.param)]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[SqliteJournal]:
    """A journal in the file `journal` of the test's folder."""
    journal = SqliteJournal(tmp_path / "journal")
    yield journal
    journal.close()


@pytest.fixture(params=DATABASES)
def any_journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DatabaseJournal]:
    """A journal in each database."""
    journal: DatabaseJournal
    if request.param == "SQLite":
        journal = SqliteJournal(tmp_path / "journal")
    else:
        schema: Schema = request.getfixturevalue("postgres")
        journal = PostgresJournal(schema.conninfo, schema=schema.name, connections=2)
    yield journal
    journal.close()


@pytest.fixture(params=("in process", *DATABASES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DedupStore]:
    """Every store that comes with the package."""
    if request.param == "in process":
        yield InMemoryDedupStore()
    elif request.param == "SQLite":
        yield SqliteDedupStore(tmp_path / "seen.sqlite")
    else:
        schema: Schema = request.getfixturevalue("postgres")
        store = PostgresDedupStore(schema.conninfo, schema=schema.name, connections=2)
        yield store
        store.close()


@pytest.fixture(params=NAMES)
def both(request: pytest.FixtureRequest) -> Iterator[ScriptedClient]:
    with asyncio.Runner() as runner:
        yield ScriptedClient(request.param, runner.run if request.param == "async" else lambda result: result)
