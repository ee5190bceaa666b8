"""A sandbox that was killed keeps what it answered, and does what was left undone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from onepay_sandbox import frozen, running
from onepay_sandbox.core.messages import Request
from onepay_sandbox.http.transport import SandboxTransport, drive
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.receivers import Receiver
from server.sockets import HOST, Process, served, started

KEY: Final = {"Authorization": "Bearer sk_test_alborada"}
PAYMENT: Final[dict[str, Any]] = {"title": "Café de prueba", "amount": 10_000}
HOOK: Final[dict[str, Any]] = {"name": "Tienda", "events": ["payment.created", "payment.expired"]}


def _create(process: Process, number: int) -> bytes:
    """The reply to the payment of that number. Raises `httpx.TransportError`."""
    headers = {**KEY, "x-idempotency": f"order-{number}"}
    reply = httpx.post(f"{process.url}/v1/payments", json=PAYMENT, headers=headers).raise_for_status()
    return reply.content


def test_two_processes_on_one_file_answer_as_one(tmp_path: Path) -> None:
    file = str(tmp_path / "sandbox.db")
    with started("--database", file) as first, started("--database", file) as other, ThreadPoolExecutor(8) as threads:
        numbers = [number for number in range(20) for _ in range(2)]
        replies = list(threads.map(_create, [first, other] * 20, numbers))
        assert replies[::2] == replies[1::2]
        assert len(httpx.get(f"{other.url}/v1/payments", headers=KEY).json()["data"]) == 20


def _withdraw(sandbox: Sandbox) -> None:
    api = Caller(SandboxTransport(sandbox), "sk_test_alborada")
    api.deposit(50_000)
    api.made("/balances")


def _catch_up(sandbox: Sandbox, *, running: bool) -> None:
    for account in sandbox.overdue(running=running):
        drive(sandbox.catch_up(account))


def _on_its_way(sandbox: Sandbox) -> int:
    with sandbox.transactions.read("test_alborada") as unit:
        return unit.ledger.balance("payouts")


@pytest.mark.parametrize("running_only", [False, True])
def test_a_running_clock_goes_on_while_nobody_looks(tmp_path: Path, *, running_only: bool) -> None:
    wall = [datetime(2026, 2, 2, 13, tzinfo=UTC)]
    file = str(tmp_path / "sandbox.db")
    before = Sandbox(database=file, clock=running(), wall=lambda: wall[0])
    _withdraw(before)
    before.close()
    wall[0] += timedelta(days=5)
    after = Sandbox(database=file, clock=running(), wall=lambda: wall[0])
    assert _on_its_way(after) == 50_000
    _catch_up(after, running=running_only)
    assert _on_its_way(after) == 0
    after.close()


def test_a_clock_that_stands_is_not_moved_by_a_restart(tmp_path: Path) -> None:
    sandbox = Sandbox(database=str(tmp_path / "sandbox.db"), clock=frozen())
    _withdraw(sandbox)
    _catch_up(sandbox, running=False)
    assert _on_its_way(sandbox) == 50_000
    sandbox.close()


@pytest.fixture
def left(tmp_path: Path, receiver: Receiver) -> str:
    """The file of a sandbox that ended after an answer, and before it told the webhook."""
    file = str(tmp_path / "sandbox.db")
    sandbox = Sandbox(database=file)
    Caller(SandboxTransport(sandbox), "sk_test_alborada").made("/webhooks", {**HOOK, "url": receiver.url})
    headers = {"authorization": "Bearer sk_test_alborada", "x-idempotency": "order-118"}
    create = Request("POST", b"/v1/payments", "", headers, b'{"title": "Caf\xc3\xa9", "amount": 10000}')
    assert drive(sandbox.answer(create)).status == 201
    sandbox.close()
    assert receiver.received == []
    return file


def test_delivery_unsent_at_a_kill_is_sent_after_restart(left: str, receiver: Receiver) -> None:
    again = Sandbox(database=left)
    assert receiver.received == []
    _catch_up(again, running=False)
    assert receiver.events() == ["payment.created"]
    again.close()


def test_server_begins_with_work_left_undone(left: str, receiver: Receiver) -> None:
    with served(Sandbox(database=left), tick=3_600) as port:
        _call_until(port, lambda: bool(receiver.received))
    assert receiver.events() == ["payment.created"]


def test_a_server_does_what_falls_due_although_nobody_calls(receiver: Receiver) -> None:
    wall = [datetime(2026, 2, 2, 13, tzinfo=UTC)]
    sandbox = Sandbox(clock=running(), wall=lambda: wall[0])
    api = Caller(SandboxTransport(sandbox), "sk_test_alborada")
    api.made("/webhooks", {**HOOK, "url": receiver.url})
    api.made("/payments", {**PAYMENT, "expiration_date": "2026-02-03"})
    with served(sandbox, tick=0.01) as port:
        wall[0] += timedelta(days=3)
        _call_until(port, lambda: "payment.expired" in receiver.events())
    assert receiver.events() == ["payment.created", "payment.expired"]


def test_time_goes_on_after_something_that_fell_due_has_failed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox = Sandbox(clock=running())
    looks: list[int] = []

    def overdue(*, running: bool) -> list[str]:
        looks.append(len(looks))
        if running and len(looks) == 2:
            raise OSError("the disk is full")
        return []

    monkeypatch.setattr(sandbox, "overdue", overdue)
    with served(sandbox, tick=0.01) as port:
        _call_until(port, lambda: len(looks) > 3)
    assert len(looks) > 3
    assert [record.exc_text and "the disk is full" in record.exc_text for record in caplog.records] == [True]


def _call_until(port: int, is_so: Callable[[], bool]) -> None:
    for _ in range(300):
        httpx.get(f"http://{HOST}:{port}/_sandbox/health")  # a call that lets no account's time pass
        if is_so():
            return
