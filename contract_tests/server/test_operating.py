"""What operators see of a sandbox: its access log, its metrics, its health, and how it stops."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any, Final

import httpx
import pytest

from onepay_sandbox.core.unit_of_work import Transactions
from onepay_sandbox.http.application import Application
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.monitoring import LOGGER, AccessLogForm, JsonFormatter, PlainFormatter, write_access_log
from onepay_sandbox.sandbox import Sandbox
from onepay_sandbox.storage.database import DatabaseUnavailable
from server.callers import Caller
from server.cast import MARIANA
from server.receivers import Receiver
from server.sockets import HEAD, HOST, Process, started

KEY: Final = "sk_test_canary7"
SECRETS: Final = ("canary7", "mariana", "1053800001", "4111111111111111", "token=abc", "C4N4RY")
PAYMENT: Final[dict[str, Any]] = {"title": "Café", "amount": 10_000}
SAMPLE: Final = re.compile(r'(\w+)(?:\{((?:\w+="[^"\\\n]*",?)+)\})? (\S+)')


def _called(sandbox: Sandbox) -> dict[str, str]:
    """The metrics, after calls that hold what nobody may log; by the text of each sample but its value."""

    async def call() -> str:
        transport = httpx.ASGITransport(Application(sandbox))
        headers = {"Authorization": f"Bearer {KEY}", "x-idempotency": "C4N4RY"}
        async with httpx.AsyncClient(transport=transport, headers=headers, base_url="http://127.0.0.1:8700") as client:
            made = (await client.post("/v1/customers", json=MARIANA)).json()
            await client.get(f"/v1/customers/{made['id']}", params={"token": "abc", "email": "mariana@example.com"})
            await client.get("/v1/customers/4111111111111111")
            await client.get("/mariana/C4N4RY")
            await client.request("C4N4RY", "/v1/payments")
            await client.get("/payment/canary7")
            await client.get("/_sandbox/clock")
            return (await client.get("/metrics")).text

    text = asyncio.run(call())
    assert text.endswith("\n# EOF\n")
    assert [secret for secret in SECRETS if secret in text] == []
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    matches = [SAMPLE.fullmatch(line) for line in samples]
    assert all(matches)
    return {line.rpartition(" ")[0]: line.rpartition(" ")[2] for line in samples}


def test_metrics_count_requests_by_route(sandbox: Sandbox) -> None:
    samples = _called(sandbox)
    requests = {name: value for name, value in samples.items() if name.startswith("onepay_sandbox_requests_total")}
    assert requests == {
        f'onepay_sandbox_requests_total{{method="{method}",route="{route}",status="{status}"}}': "1"
        for method, route, status in (
            ("POST", "/v1/customers", 201),
            ("GET", "/v1/customers/{customer_id}", 422),
            ("GET", "", 404),
            ("other", "/v1/payments", 405),
            ("GET", "/payment/{id}", 404),
            ("GET", "/_sandbox/clock", 200),
        )
    } | {'onepay_sandbox_requests_total{method="GET",route="",status="404"}': "2"}
    assert samples["onepay_sandbox_requests_in_progress"] == "1"


def test_histogram_of_seconds_is_cumulative(sandbox: Sandbox) -> None:
    samples = _called(sandbox)
    buckets = [int(value) for name, value in samples.items() if 'bucket{route="/v1/customers",' in name]
    assert buckets == sorted(buckets)
    assert buckets[-1] == int(samples['onepay_sandbox_request_seconds_count{route="/v1/customers"}']) == 1
    assert float(samples['onepay_sandbox_request_seconds_sum{route="/v1/customers"}']) > 0


def test_metrics_describe_every_family_once(api: Caller) -> None:
    reply = api.client.get("https://api.onepay.la/metrics")
    assert reply.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    types = re.findall(r"^# TYPE (\S+) (\S+)$", reply.text, re.MULTILINE)
    assert len(types) == len(dict(types)) == 5
    assert {name for name, _ in types} == set(re.findall(r"^# HELP (\S+) ", reply.text, re.MULTILINE))


def test_metrics_count_deliveries_by_result(sandbox: Sandbox, api: Caller, receiver: Receiver) -> None:
    receiver.answers = [500]
    api.made("/webhooks", {"name": "Tienda", "events": ["payment.created"], "url": receiver.url})

    async def call() -> None:
        transport = httpx.ASGITransport(Application(sandbox))
        async with httpx.AsyncClient(
            transport=transport, headers={"Authorization": "Bearer sk_test_alborada"}
        ) as client:
            for key in ("a", "b"):
                await client.post("https://api.onepay.la/v1/payments", json=PAYMENT, headers={"x-idempotency": key})

    asyncio.run(call())
    text = api.client.get("https://api.onepay.la/metrics").text
    assert [int(number) for number in re.findall(r"deliveries_total\{.*\} (\d+)", text)] == [1, 0, 1]


def test_access_log_shows_routes_and_no_secrets(sandbox: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    _called(sandbox)
    plain = [PlainFormatter().format(record) for record in caplog.records]
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert [secret for secret in SECRETS if secret in "\n".join([*plain, *lines])] == []
    parsed = [json.loads(line) for line in lines]
    assert [(line["method"], line["route"], line["status"]) for line in parsed][:5] == [
        ("POST", "/v1/customers", 201),
        ("GET", "/v1/customers/{customer_id}", 422),
        ("GET", None, 404),
        ("GET", None, 404),
        ("other", "/v1/payments", 405),
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z POST /v1/customers 201 [\d.]+ms \d+B", plain[0])
    assert set(parsed[0]) == {"time", "method", "route", "status", "seconds", "bytes"}


@pytest.fixture
def _logger_as_before() -> Iterator[None]:
    logger = logging.getLogger(LOGGER)
    yield
    logger.handlers.clear()
    logger.setLevel(logging.NOTSET)
    logger.propagate = True


@pytest.mark.usefixtures("_logger_as_before")
@pytest.mark.parametrize(("form", "lines"), [("off", 0), ("plain", 8), ("json", 8)])
def test_access_log_is_written_where_it_is_wanted(sandbox: Sandbox, form: AccessLogForm, lines: int) -> None:
    stream = io.StringIO()
    write_access_log(form, stream)
    _called(sandbox)
    assert len(stream.getvalue().splitlines()) == lines


def test_health_needs_no_key_and_tells_of_the_database(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://api.onepay.la/health"
    with closing(httpx.Client(transport=SandboxTransport(sandbox))) as stranger:
        assert (stranger.get(url).status_code, stranger.get(url).json()["status"]) == (200, "ok")

        def fail(_: Transactions, tenant: str) -> None:
            assert tenant == ""
            raise DatabaseUnavailable("gone", is_retryable=False)

        monkeypatch.setattr(type(sandbox.transactions), "read", fail)
        reply = stranger.get(url)
    assert reply.status_code == 503


def _keep_alive(stack: ExitStack, process: Process) -> None:
    client = _connected(stack, process)
    client.sendall(b"GET /v1/payments HTTP/1.1\r\n" + HEAD + b"\r\n")
    assert client.recv(65_536).startswith(b"HTTP/1.1 200")


def _half_a_head(stack: ExitStack, process: Process) -> None:
    _connected(stack, process).sendall(b"GET /v1/payments HTTP/1.1\r\nHost: ")


def _slow_body(stack: ExitStack, process: Process) -> None:
    head = b"POST /v1/payments HTTP/1.1\r\n" + HEAD + b"expect: 100-continue\r\ncontent-length: 40\r\n\r\n"
    client = _connected(stack, process)
    client.sendall(head)
    assert client.recv(65_536).startswith(b"HTTP/1.1 100")  # so its body is awaited


def _slow_webhook(stack: ExitStack, process: Process) -> None:
    listener = stack.enter_context(socket.create_server((HOST, 0)))
    port = listener.getsockname()[1]
    with httpx.Client(base_url=process.url, headers={"Authorization": "Bearer sk_test_alborada"}, timeout=60) as client:
        hook = {"name": "Tienda", "events": ["payment.created"], "url": f"http://{HOST}:{port}/hook"}
        client.post("/v1/webhooks", json=hook, headers={"x-idempotency": "w"})
        client.post("/v1/payments", json=PAYMENT, headers={"x-idempotency": "p"})
    stack.enter_context(listener.accept()[0])  # which is never answered


def _slow_answer(stack: ExitStack, process: Process) -> None:
    with httpx.Client(base_url=process.url, headers={"Authorization": "Bearer sk_test_slow"}, timeout=60) as client:
        assert client.post("/_sandbox/faults", json={"kind": "delay", "seconds": 60}).is_success
    caller = _connected(stack, process)
    caller.sendall(b"GET /v1/payments HTTP/1.1\r\n" + HEAD.replace(b"alborada", b"slow") + b"\r\n")


def _connected(stack: ExitStack, process: Process) -> socket.socket:
    url = httpx.URL(process.url)
    return stack.enter_context(socket.create_connection((HOST, url.port or 0), timeout=30))


CLIENTS: Final = (_keep_alive, _half_a_head, _slow_body, _slow_webhook, _slow_answer)


def test_sigterm_ends_the_server_whatever_clients_do() -> None:
    with started("--access-log", "json", stderr=subprocess.PIPE) as process, ExitStack() as stack:
        for client in CLIENTS:
            client(stack, process)
        process.popen.send_signal(signal.SIGTERM)
        assert process.popen.wait(60) == -signal.SIGTERM
        assert process.popen.stderr
        words = process.popen.stderr.read()
    assert "Traceback" not in words
    assert '"route":"/v1/payments"' in words
