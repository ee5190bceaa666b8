"""Database files are recognised, and refused when they belong to another program."""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.storage.database import Database, StorageError
from onepay_sandbox.storage.sqlite_file import APPLICATION_ID
from server.callers import Caller
from server.cast import MARIANA

LAYOUTS: Final = {number: Path(__file__).parent / f"layout_{number}.sql" for number in (2, 3)}
"""What sandboxes of older layouts had made: a customer, a webhook, a payment that was paid and a deleted one."""

APPROVED: Final = {"filter[status]": "approved"}
DIES_WRITING: Final = """
import os, signal, sys
from onepay_sandbox.sandbox import Sandbox
transactions = Sandbox(database=sys.argv[1]).transactions
with transactions.write("test_a") as unit:
    for _ in range(10_000):
        unit.create("customer", {"words": "old" * 100})
with transactions.write("test_a") as unit:
    for customer in unit.all("customer"):
        unit.change(customer, words="new" * 100)
    unit.write()
    os.kill(os.getpid(), signal.SIGKILL)
"""
"""Dies when more has been written than a cache holds, so that some of it has reached the disk."""


def test_killed_transaction_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.db"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-c", DIES_WRITING, str(file)], env=environment, check=False)  # noqa: S603
    assert ended.returncode == -signal.SIGKILL
    sandbox = Sandbox(database=str(file))
    with sandbox.transactions.read("test_a") as unit:
        assert [customer["words"] for customer in unit.all("customer")] == ["old" * 100] * 10_000
    sandbox.close()


def test_a_file_keeps_everything(tmp_path: Path) -> None:
    file = str(tmp_path / "sandbox.db")
    for total in (1, 2):
        sandbox = Sandbox(database=file, seed=3)
        api = Caller(SandboxTransport(sandbox), "sk_test_a")
        api.post("/customers", MARIANA, key=f"order-{total}")
        assert api.got("/customers")["total"] == total
        sandbox.close()


def test_a_sandbox_that_is_forgotten_is_closed() -> None:
    forgotten = Sandbox()
    connection = forgotten.transactions.database._engine.raw_connection().driver_connection  # pyright: ignore[reportPrivateUsage]
    assert isinstance(connection, sqlite3.Connection)
    del forgotten
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


@pytest.fixture(params=[1, 2, 3])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file as a sandbox of an older layout has left it."""
    file = tmp_path / "older.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(LAYOUTS[max(request.param, 2)].read_text(encoding="utf-8"))
        if request.param == 1:
            connection.executescript("UPDATE meta SET version = 1")
        else:
            connection.executescript(f"PRAGMA application_id = {APPLICATION_ID}")
    return file


def test_a_file_of_an_older_layout_is_migrated(older: Path) -> None:
    for _ in range(2):
        sandbox = Sandbox(database=str(older), seed=3)
        api = Caller(SandboxTransport(sandbox), "sk_test_alborada")
        assert api.got("/customers", document_number="1053800001")["total"] == 1
        statuses = {payment["title"]: payment["status"] for payment in api.got("/payments")["data"]}
        assert statuses == {"Café": "approved", "Panela": "cancelled"}
        assert api.got("/payments", **APPROVED)["total"] == 1
        assert api.got("/balances")["balance"] == 10_000
        sandbox.close()


def _first_due(file: Path) -> Any:
    """How many tenants there are, and how many know when their first timer is due."""
    with closing(sqlite3.connect(file)) as connection:
        due = "(SELECT min(due_at) FROM timers WHERE tenant = tenants.name)"
        return connection.execute(f"SELECT count(*), sum(due_at = {due}) FROM tenants").fetchone()  # noqa: S608


def test_snapshots_and_timers_of_an_older_layout_go_on(older: Path) -> None:
    with closing(Sandbox(database=str(older), seed=3)) as sandbox:
        assert _first_due(older) == (1, 1)
        api = Caller(SandboxTransport(sandbox), "sk_test_alborada")
        api.control("POST", "/snapshots/before/restore")
        assert {payment["status"] for payment in api.got("/payments")["data"]} == {"pending"}
        assert api.got("/payments", **APPROVED)["total"] == 0
        assert api.got("/balances")["balance"] == 0


def test_a_migration_that_breaks_off_leaves_the_file(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr("onepay_sandbox.core.migration._keep", fail)
        with pytest.raises(RuntimeError, match="power cut"):
            Sandbox(database=str(older))
    with closing(Sandbox(database=str(older))) as sandbox:
        assert Caller(SandboxTransport(sandbox), "sk_test_alborada").got("/customers")["total"] == 1


def test_a_file_of_a_newer_layout_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.db"
    Sandbox(database=str(file)).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE meta SET version = 99")
    connection.close()
    with pytest.raises(StorageError, match="layout 99"):
        Sandbox(database=str(file))


def test_a_file_of_another_seed_is_refused(tmp_path: Path) -> None:
    file = str(tmp_path / "sandbox.db")
    Sandbox(database=file, seed=1).close()
    with pytest.raises(StorageError, match="seed 1, not 2"):
        Sandbox(database=file, seed=2)


def test_a_journal_may_go_while_a_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, journal = tmp_path / "sandbox.db", tmp_path / "sandbox.db-journal"
    Sandbox(database=str(file)).close()
    journal.touch(0o644)

    def end_of_another_transaction(path: Path, mode: int) -> None:
        path.unlink()
        os.chmod(path, mode)  # noqa: PTH101 - it stands for the method

    monkeypatch.setattr(Path, "chmod", end_of_another_transaction)
    Sandbox(database=str(file)).close()
    assert not journal.exists()


def test_many_processes_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    file = str(tmp_path / "sandbox.db")
    with ThreadPoolExecutor(12) as threads:
        opened = list(threads.map(Database, [file] * 12, [4] * 12))
    assert {storage.seed for storage in opened} == {4}
    for storage in opened:
        storage.close()
