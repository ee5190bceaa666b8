"""What the page about workers shows runs as it stands: in Python, and as commands."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from onepay_cli.__main__ import main
from onepay_client import OnePay, PostgresJournal, payouts
from onepay_client.payouts import RunState
from server.sockets import served
from support.payroll import KEY, Payroll
from support.postgres import Schema

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "workers.md").read_text(encoding="utf-8")
BLOCKS: list[str] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def database(postgres_server: str) -> Iterator[Schema]:
    """A database of its own, because the page uses the schemas that are used where none is named."""
    name = f"page_{uuid4().hex}"
    server = Schema(postgres_server, "public")
    server.execute(f"CREATE DATABASE {name} STRATEGY wal_log")
    yield Schema(make_conninfo(postgres_server, dbname=name), "onepay")
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def payroll(monkeypatch: pytest.MonkeyPatch, database: Schema) -> Iterator[Payroll]:
    """Runs in that database, with the variables that the page reads."""
    with Payroll.opened(PostgresJournal(database.conninfo)) as payroll, served(payroll.sandbox.sandbox) as port:
        monkeypatch.setenv("ONEPAY_JOURNAL", database.conninfo)
        monkeypatch.setenv("ONEPAY_API_KEY", payroll.sandbox.secret_key)
        monkeypatch.setenv("ONEPAY_BASE_URL", f"http://127.0.0.1:{port}/v1")
        monkeypatch.setenv("ONEPAY_APPROVAL_KEY", KEY)
        yield payroll
    database.empty()


def test_the_page_sends_runs_by_workers_and_by_parts(payroll: Payroll, capsys: pytest.CaptureFixture[str]) -> None:
    payroll.approved("payroll-2026-11", payroll.rows(1, 2))
    payroll.approved("bonus-2026-11", payroll.rows(4))
    names: dict[str, Any] = {}
    for block in BLOCKS[:2]:
        exec(compile(block, "workers.md", "exec"), names)  # noqa: S102 - running the page is the point
    output = capsys.readouterr().out
    assert "1 parts queued\n" in output
    assert "payroll-2026-11 (test): finished, 2 payouts" in output
    assert "1 finished" in output
    assert payroll.paid_out() == 7


@pytest.fixture
def kept_logging() -> Iterator[None]:
    """What a worker of Celery does to the root logger, its level included, ends with the test."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


@pytest.mark.usefixtures("kept_logging")
def test_the_recipe_for_celery_sends_parts_in_tasks(payroll: Payroll, monkeypatch: pytest.MonkeyPatch) -> None:
    run = payroll.approved("a", payroll.rows(1, 2, 4))
    monkeypatch.setenv("CELERY_BROKER", "memory://")
    names: dict[str, Any] = {}
    for block in (BLOCKS[0].partition("journal =")[0], BLOCKS[2]):
        exec(compile(block, "workers.md", "exec"), names)  # noqa: S102 - running the page is the point
    app, send_part = names["app"], names["send_part"]
    app.conf.update(result_backend="cache+memory://", task_always_eager=False)
    start_worker = import_module("celery.contrib.testing.worker").start_worker  # it has no types
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=60):
        results = [send_part.delay(run.name, first) for first in run.divide(size=1)]
        assert sorted(result.get(timeout=60) for result in results) == ["finished", "running", "running"]
        assert send_part.delay(run.name, 1).get(timeout=60) == "finished"
    assert payroll.paid_out() == 7


def test_the_recipe_for_temporal_sends_parts_in_activities(payroll: Payroll, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporal itself is not installed: its decorators leave functions as they are, and an activity is called."""

    async def execute(function: Any, *given: Any, args: Sequence[Any] = (), **_: Any) -> Any:
        return function(*given, *args)

    def unchanged(defined: Any) -> Any:
        return defined

    plain = SimpleNamespace(defn=unchanged, run=unchanged, execute_activity=execute)
    monkeypatch.setitem(sys.modules, "temporalio", SimpleNamespace(activity=plain, workflow=plain))
    payroll.approved("a", payroll.rows(1, 2, 4))
    names: dict[str, Any] = {"OnePay": OnePay, "payouts": payouts, "journal": payroll.journal}
    exec(compile(BLOCKS[3], "workers.md", "exec"), names)  # noqa: S102 - running the page is the point
    asyncio.run(names["Payroll"]().run("a"))
    assert payroll.runs.get("a").state is RunState.FINISHED
    assert payroll.paid_out() == 7


def test_commands_queue_a_run_and_work(payroll: Payroll, capsys: pytest.CaptureFixture[str]) -> None:
    payroll.approved("a", payroll.rows(1, 2, 4))
    given = conninfo_to_dict(os.environ["ONEPAY_JOURNAL"])
    address = f"postgresql://{given['user']}@/{given['dbname']}?host={given['host']}"
    assert main(["payouts", "send", "a", "--queue", "--size", "2", "--journal", address]) == 0
    assert "2 parts queued\na (test): running" in capsys.readouterr().out
    assert main(["payouts", "work", "--drain", "--workers", "2", "--journal", address]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "a: the part from row 1 is sent; the run is running",
        "a: the part from row 3 is sent; the run is finished",
    ]
    assert payroll.paid_out() == 7
