"""A file is used if a sandbox made it, and read by its owner only; a file of another program is not touched."""

from __future__ import annotations

import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.storage.database import Database, StorageError
from server.callers import Caller
from server.sockets import started

PAYMENT: Final[dict[str, Any]] = {"title": "Café", "amount": 10_000}
KEY: Final = {"Authorization": "Bearer sk_test_alborada", "x-idempotency": "order-118"}


def _contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {item.name: (item.read_bytes(), item.stat().st_mode) for item in folder.iterdir() if item.is_file()}


def _write(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement).close()
        connection.commit()


FOREIGN: Final = {
    "table": ("CREATE TABLE orders (id)",),
    "write-ahead": ("PRAGMA journal_mode = WAL", "CREATE TABLE orders (id)"),
    "same-table": ("CREATE TABLE meta (version, seed)", "INSERT INTO meta VALUES (2, 0)"),
    "application": ("PRAGMA application_id = 7",),
    "version": ("PRAGMA user_version = 3",),
}


@pytest.mark.parametrize("statements", FOREIGN.values(), ids=FOREIGN)
def test_database_of_another_program_is_refused_and_untouched(tmp_path: Path, statements: tuple[str, ...]) -> None:
    _write(tmp_path / "shop.db", *statements)
    before = _contents(tmp_path)
    with pytest.raises(StorageError, match=r"shop\.db is not used: another program has made it"):
        Database(str(tmp_path / "shop.db"))
    assert _contents(tmp_path) == before


def test_file_that_is_no_database_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("buy coffee\n" * 100, encoding="utf-8")
    before = _contents(tmp_path)
    with pytest.raises(StorageError, match="another program"):
        Database(f"sqlite:///{tmp_path / 'notes.txt'}")
    assert _contents(tmp_path) == before


@pytest.mark.parametrize("name", ["", "missing/sandbox.db", "file"])
def test_place_that_cannot_hold_a_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(StorageError, match="Name a"):
        Database(str(tmp_path / name))


def test_address_of_sqlite_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="Name the path"):
        Database(f"sqlite:///file:{tmp_path}/a.db?mode=rwc&uri=true")


def test_memory_by_its_name_makes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Database(":memory:").close()
    assert list(tmp_path.iterdir()) == []


def test_empty_file_becomes_a_sandbox(tmp_path: Path) -> None:
    (tmp_path / "new.db").touch()
    Database(str(tmp_path / "new.db")).close()
    Database(str(tmp_path / "new.db")).close()


@pytest.mark.parametrize("there", [False, True])
def test_file_and_what_stands_beside_it_are_private(tmp_path: Path, *, there: bool) -> None:
    file = tmp_path / "sandbox.db"
    if there:
        Sandbox(database=str(file)).close()
        file.chmod(0o666)
    before = os.umask(0)
    try:
        sandbox = Sandbox(database=str(file))
        Caller(SandboxTransport(sandbox), "sk_test_a").made("/payments", PAYMENT)
        modes = {item.name: stat.S_IMODE(item.stat().st_mode) for item in tmp_path.iterdir()}
        sandbox.close()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("sandbox.db", "sandbox.db-wal", "sandbox.db-shm"), 0o600)


def test_file_whose_sandbox_was_killed_at_once_is_known(tmp_path: Path) -> None:
    file = str(tmp_path / "sandbox.db")
    with started("--database", file) as process:
        made = httpx.post(f"{process.url}/v1/payments", json=PAYMENT, headers=KEY).json()["id"]
    sandbox = Sandbox(database=file)
    assert Caller(SandboxTransport(sandbox), "sk_test_alborada").got("/payments")["data"][0]["id"] == made
    sandbox.close()


def test_relative_path_survives_a_change_of_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    storage = Database("sandbox.db")
    monkeypatch.chdir(tmp_path.parent)
    with storage.transaction() as connection:
        files = [file for _, name, file in connection.exec_driver_sql("PRAGMA database_list") if name == "main"]
    assert files == [str(tmp_path / "sandbox.db")]
    storage.close()


def test_many_that_open_a_new_file_at_once_share_its_seed(tmp_path: Path) -> None:
    with ThreadPoolExecutor(12) as threads:
        opened = list(threads.map(Database, [str(tmp_path / "sandbox.db")] * 12))
    assert len({storage.seed for storage in opened}) == 1
    for storage in opened:
        storage.close()
    assert [item.name for item in tmp_path.iterdir()] == ["sandbox.db"]


def test_restarted_command_gives_no_id_again() -> None:
    made = list[str]()
    for _ in range(2):
        with started() as process:
            made.append(httpx.post(f"{process.url}/v1/payments", json=PAYMENT, headers=KEY).json()["id"])
    assert len(set(made)) == 2


def test_new_file_gives_no_id_of_another_file(tmp_path: Path) -> None:
    with closing(Database(str(tmp_path / "a.db"))) as first, closing(Database(str(tmp_path / "b.db"))) as other:
        assert first.seed != other.seed


def test_restored_snapshot_gives_no_id_again(api: Caller) -> None:
    api.made("/payments", PAYMENT)
    api.control("PUT", "/snapshots/one")
    made = list[str]()
    for _ in range(3):
        made += [api.made("/payments", PAYMENT)["id"], api.made("/payments", PAYMENT)["id"]]
        api.control("POST", "/snapshots/one/restore")
    assert len(set(made)) == 6
    assert len(api.got("/payments")["data"]) == 1
