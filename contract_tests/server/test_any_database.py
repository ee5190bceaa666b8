"""The sandbox asks nothing of its database that only SQLite knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateIndex, CreateTable

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.storage.tables import METADATA
from server.callers import CONTROL, Caller
from server.saving import card, charge, customer, listen


@pytest.mark.parametrize("name", ["postgresql", "mysql", "oracle"])
def test_every_database_understands_the_layout(name: str) -> None:
    dialect = make_url(f"{name}://").get_dialect()()
    for table in METADATA.sorted_tables:
        made: list[CreateTable | CreateIndex] = [CreateTable(table), *map(CreateIndex, table.indexes)]
        assert [item for item in made if table.name not in str(item.compile(dialect=dialect))] == []


def _story(database: str, dialect: str) -> list[bytes]:
    """What is answered while everything happens that is written: objects, timers, money, keys, snapshots."""
    sandbox = Sandbox(database=database, seed=7)
    with sandbox.transactions.database.transaction() as connection:
        connection.dialect.name = dialect
    api = Caller(SandboxTransport(sandbox), "sk_test_alborada")
    listen(api, "charge.paid")
    mariana = customer(api)
    charge(api, mariana, card_id=card(api, mariana)["id"])
    api.control("PUT", "/snapshots/one")
    api.made("/balances")
    api.advance(by="P9D")
    api.control("POST", "/snapshots/one/restore")
    api.delete(f"/customers/{mariana}")
    paths = ("/clock", "/ledger", "/deliveries", "/settings")
    replies = [api.client.get(f"{CONTROL}{path}").content for path in paths]
    replies += [api.get("/charges").content, api.post("/payments", {"title": "Café", "amount": 1_000}, key="a").content]
    replies += [api.post("/payments", {"title": "Café", "amount": 1_000}, key="a").content]
    sandbox.close()
    return replies


def test_raw_sql_matches_sqlalchemy(tmp_path: Path) -> None:
    assert _story(str(tmp_path / "one.db"), "sqlite") == _story(str(tmp_path / "other.db"), "another")
