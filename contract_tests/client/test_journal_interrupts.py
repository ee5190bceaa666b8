"""The journal tells the truth, and everything still works, after Ctrl-C at any instruction."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

import httpx
import pytest

from onepay_client import OnePay, SqliteJournal
from onepay_client.journal import Ending
from onepay_client.sending.connections import ConnectionLimiter
from support.calls import Calls
from support.contract import Contract
from support.driving import CASHOUT
from support.faulty_server import FaultyServer
from support.interrupts import Interrupter, in_a_thread_of_its_own
from support.scripted_client import PAYOUT

TREE: Final = Path(__file__).parents[2]
PATHS: Final = os.pathsep.join(str(TREE / folder) for folder in ("src", "generated", "contract_tests"))
OURS: Final = ("/onepay_client/", "/onepay_api/", "contextlib.py", "threading.py")
BELOW: Final = (
    "/httpcore/_sync",
    "/onepay_client/sending/connections",
    "/onepay_client/sending/transport",
    "contextlib.py",
    "threading.py",
)
SAMPLES: Final = 60
KEY: Final = "k-1"


@pytest.fixture
def other_thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as thread:
        yield thread


@pytest.fixture(scope="module")
def server(contract: Contract) -> Iterator[FaultyServer]:
    with FaultyServer.running(Calls(contract).success) as server:
        yield server


def steps_of(work: Callable[[], object], folders: tuple[str, ...]) -> int:
    """How many instructions ``work`` takes once everything is loaded."""
    counted = Interrupter(0, folders)
    assert counted.run(work) is None
    return counted.passed


def ending_of(journal: SqliteJournal, entry_id: str) -> str | None:
    with journal._open() as connection:  # pyright: ignore[reportPrivateUsage] - settled entries are not listed
        row = connection.execute("SELECT ending FROM entries WHERE id = ?", (entry_id,)).fetchone()
    return None if row is None else str(row[0])


@pytest.mark.parametrize("part", range(3))
@in_a_thread_of_its_own
def test_interrupted_payment_is_never_not_sent_once_it_left(
    tmp_path: Path, other_thread: ThreadPoolExecutor, part: int
) -> None:
    received: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        received.append(request.headers["x-idempotency"])
        return httpx.Response(200, content=CASHOUT, headers={"content-type": "application/json"})

    with (
        closing(SqliteJournal(tmp_path / "journal")) as journal,
        OnePay("sk_test_made_up", transport=httpx.MockTransport(answer), journal=journal) as client,
    ):

        def pay(key: str) -> None:
            client.cashouts.create(**PAYOUT, idempotency_key=key)

        pay("warm")
        steps = steps_of(lambda: pay("count"), OURS)
        for step in range(1 + part, steps, 3 * steps // SAMPLES):
            key, interrupter = f"k-{step}", Interrupter(step, OURS)
            assert isinstance(interrupter.run(partial(pay, key)), KeyboardInterrupt), interrupter.where
            other_thread.submit(journal.unsettled).result(timeout=5)  # no lock is left behind
            if key in received:
                assert ending_of(journal, key) in {"open", "unknown", "done"}, interrupter.where


@in_a_thread_of_its_own
def test_interrupted_transaction_leaves_no_lock(tmp_path: Path, other_thread: ThreadPoolExecutor) -> None:
    with closing(SqliteJournal(tmp_path / "journal")) as journal:
        steps = steps_of(lambda: journal.end("none", Ending.UNKNOWN), OURS)
        for step in range(1, steps):
            interrupter = Interrupter(step, OURS)
            interrupter.run(lambda: journal.end("none", Ending.UNKNOWN))
            other_thread.submit(journal.end, "none", Ending.UNKNOWN).result(timeout=5)
        assert steps > 100


@pytest.mark.parametrize("part", range(3))
@in_a_thread_of_its_own
def test_interrupted_call_leaves_the_client_usable(
    server: FaultyServer, other_thread: ThreadPoolExecutor, part: int
) -> None:
    server.play([])
    with OnePay("sk_test_made_up", base_url=server.url, retries=0) as client:
        steps = steps_of(client.balances.get, BELOW)
        for step in range(1 + part, steps, 3 * steps // SAMPLES):
            interrupter = Interrupter(step, BELOW)
            interrupter.run(client.balances.get)
            assert other_thread.submit(client.balances.get).result(timeout=5), interrupter.where


@in_a_thread_of_its_own
def test_interrupted_wait_for_a_connection_keeps_no_place(other_thread: ThreadPoolExecutor) -> None:
    limiter = ConnectionLimiter(1)

    def enter(limiter: ConnectionLimiter) -> None:
        with limiter.slot(1):
            pass

    steps = steps_of(lambda: enter(limiter), ("/onepay_client/sending/connections", "contextlib.py", "threading.py"))
    for step in range(1, steps):
        Interrupter(step, ("/onepay_client/sending/connections", "contextlib.py", "threading.py")).run(
            lambda: enter(limiter)
        )
        limiter.leave()  # as the transport does after each call
        other_thread.submit(enter, limiter).result(timeout=5)


PROGRAM: Final = """
import os, signal, sys
import httpx
from onepay_client import OnePay, SqliteJournal
from support.scripted_client import PAYOUT

def answer(request):
    os.kill(os.getpid(), getattr(signal, sys.argv[2]))
    return httpx.Response(200, content=b"{}")

signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
journal = SqliteJournal(sys.argv[1])
client = OnePay("sk_test_made_up", transport=httpx.MockTransport(answer), journal=journal)
client.cashouts.create(**PAYOUT, idempotency_key="k-1")
"""


@pytest.mark.parametrize(("name", "ending"), [("SIGINT", "unknown"), ("SIGTERM", "unknown"), ("SIGKILL", "open")])
def test_signal_after_sending_leaves_the_outcome_open(tmp_path: Path, name: str, ending: str) -> None:
    arguments = [sys.executable, "-c", PROGRAM, str(tmp_path / "journal"), name]
    ended = subprocess.run(arguments, env={**os.environ, "PYTHONPATH": PATHS}, capture_output=True, check=False)  # noqa: S603 - ours
    assert ended.returncode in {-signal.SIGINT, 3, -signal.SIGKILL}
    with closing(SqliteJournal(tmp_path / "journal")) as journal:
        assert [(kept.id, kept.ending) for kept in journal.unsettled()] == [(KEY, Ending(ending))]
