"""Database files are recognised, and refused when they belong to another program."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.storage.database import Database, StorageError
from server.callers import Caller
from server.cast import MARIANA

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


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
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


def test_many_processes_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    file = str(tmp_path / "sandbox.db")
    with ThreadPoolExecutor(12) as threads:
        opened = list(threads.map(Database, [file] * 12, [4] * 12))
    assert {storage.seed for storage in opened} == {4}
    for storage in opened:
        storage.close()
