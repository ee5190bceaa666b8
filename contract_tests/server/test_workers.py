"""Several workers are one sandbox: they share what is kept, start again when killed, and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Any, Final

import httpx
import pytest

from onepay_cli.__main__ import main
from onepay_sandbox.http import workers
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.monitoring import Metrics
from onepay_sandbox.sandbox import Sandbox
from server.browsing import Browser
from server.callers import Caller
from server.receivers import Receiver
from server.sockets import started

pytestmark = pytest.mark.usefixtures("_can_fork")
PAYMENT: Final[dict[str, Any]] = {"title": "Café", "amount": 10_000}
PROGRAM: Final = """
import os, runpy, signal, sys
Workers = runpy.run_path(sys.argv[1])["Workers"]  # alone, since a whole sandbox takes a second

def work(number):
    os.write(1, b"%d %d\\n" % (number, os.getpid()))
    {work}

Workers(2, work).run()
"""


@pytest.fixture
def _can_fork() -> None:
    assert hasattr(os, "fork"), "These tests run where processes fork."


@contextmanager
def _program(work: str) -> Generator[tuple[subprocess.Popen[str], IO[str], IO[str]]]:
    """A program with two workers; each writes its number and its process id."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PROGRAM.format(work=work), workers.__file__]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as program:  # noqa: S603 - our own
        assert program.stdout
        assert program.stderr
        try:
            yield program, program.stdout, program.stderr
        finally:
            program.kill()


def _numbers(stdout: IO[str], count: int) -> dict[int, int]:
    """The process ids of so many workers, by their numbers."""
    lines = [stdout.readline().split() for _ in range(count)]
    return {int(number): int(pid) for number, pid in lines}


def test_killed_worker_is_replaced_and_all_end_together() -> None:
    with _program("signal.pause()") as (program, stdout, stderr):
        begun = _numbers(stdout, 2)
        assert set(begun) == {1, 2}
        os.kill(begun[2], signal.SIGKILL)
        (replaced,) = _numbers(stdout, 1).items()
        assert replaced[0] == 2
        assert replaced[1] != begun[2]
        program.send_signal(signal.SIGTERM)
        assert stdout.read() == ""  # which ends when no process is left
        assert program.wait(60) == -signal.SIGTERM
        assert stderr.read() == ""


def test_workers_end_with_the_process_that_began_them() -> None:
    with _program("signal.pause()") as (program, stdout, _):
        assert len(_numbers(stdout, 2)) == 2
        program.kill()
        assert stdout.read() == ""


def test_worker_that_fails_stops_all_with_its_message() -> None:
    with _program("number == 1 and 1 / 0; signal.pause()") as (program, _, stderr):
        words = stderr.read()
        assert program.wait(60) == 1
    assert "ZeroDivisionError" in words
    assert "A worker ended by itself" in words


def test_two_workers_are_one_sandbox(kept: str, receiver: Receiver) -> None:
    options = ("--workers", "2", "--database", kept)
    with started(*options, stderr=subprocess.PIPE) as process:
        with httpx.Client(base_url=process.url, headers={"Authorization": "Bearer sk_test_a"}, timeout=60) as client:
            hook = {"name": "Tienda", "events": ["payment.created"], "url": receiver.url}
            assert client.post("/v1/webhooks", json=hook, headers={"x-idempotency": "w"}).is_success

            def pay(_: int) -> str:
                reply = httpx.post(
                    f"{process.url}/v1/payments",
                    json=PAYMENT,
                    headers={"x-idempotency": "p", "Authorization": "Bearer sk_test_a"},
                    timeout=60,
                )
                return str(reply.json()["id"])

            with ThreadPoolExecutor(8) as pool:
                assert len(set(pool.map(pay, range(16)))) == 1
            client.post("/_sandbox/clock/advance", json={"by": "PT1S"}).raise_for_status()
            assert receiver.events() == ["payment.created"]
            refused = client.get("/_sandbox/journal")
            assert (refused.status_code, "Several workers" in refused.json()["message"]) == (422, True)
            assert 'worker="' in client.get("/metrics").text
        process.popen.send_signal(signal.SIGTERM)
        assert process.popen.wait(60) == -signal.SIGTERM
        assert process.popen.stderr
        assert process.popen.stderr.read() == ""


@pytest.mark.parametrize("options", [(), ("--database", ":memory:"), ("--database", "sqlite://")])
def test_workers_need_a_database_that_is_kept(capsys: pytest.CaptureFixture[str], options: tuple[str, ...]) -> None:
    assert main(["sandbox", "start", "--port", "0", "--workers", "2", *options]) == 2
    assert "--workers needs a --database" in capsys.readouterr().err


def test_dashboard_says_that_it_shows_one_worker(sandbox: Sandbox, api: Caller) -> None:
    api.made("/payments", PAYMENT)
    sandbox.serve_as(2)
    person = Browser(SandboxTransport(sandbox), "en")
    person.open_account()
    assert "one of them has seen" in person.open("/_sandbox/ui/requests").text


def test_metrics_of_a_worker_name_it() -> None:
    metrics = Metrics()
    metrics.worker = 2
    samples = [line for line in metrics.text().splitlines() if not line.startswith("#")]
    assert samples[0] == 'onepay_sandbox_start_time_seconds{worker="2"} 0.000'
    assert 'onepay_sandbox_deliveries_total{result="failed",worker="2"} 0' in samples
