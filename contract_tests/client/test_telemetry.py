"""Spans of OpenTelemetry: one for each call and attempt, with what happened and nothing of whom."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, StatusCode, TraceFlags

from onepay_client import NotFound, NotSent, OnePay, OutcomeUnknown
from onepay_client.observability.telemetry import TracingObserver
from onepay_client.settings import Runtime

PAYMENT = "50000000-0000-4000-8000-000000000001"
QUIET = Runtime(random=lambda: 0.0, sleep=lambda _: None)


class Span(NonRecordingSpan):
    """A span that keeps what it is told."""

    def __init__(self, name: str, number: int, parent: int, kind: SpanKind, attributes: dict[str, Any]) -> None:
        super().__init__(SpanContext(1, number, is_remote=False, trace_flags=TraceFlags(1)))
        self.name, self.parent, self.kind, self.attributes = name, parent, kind, dict(attributes)
        self.failed = False
        self.ended = 0

    def set_attribute(self, key: str, value: Any) -> None:
        self.attributes[key] = value

    def set_status(self, status: Any, description: str | None = None) -> None:
        assert (status, description) == (StatusCode.ERROR, None)
        self.failed = True

    def end(self, end_time: int | None = None) -> None:
        del end_time
        self.ended += 1


class Tracer(trace.NoOpTracer):
    """A tracer that keeps its spans."""

    def __init__(self) -> None:
        self.spans: list[Span] = []

    def start_span(self, name: str, context: Any = None, kind: Any = None, attributes: Any = None, **_: Any) -> Any:  # type: ignore[override] # the rest is not used
        parent = trace.get_current_span(context).get_span_context().span_id
        self.spans.append(Span(name, len(self.spans) + 1, parent, kind, attributes))
        return self.spans[-1]


@contextmanager
def client_of(tracer: Tracer, *replies: httpx.Response | Exception) -> Generator[OnePay]:
    waiting = list(replies)

    def answer(_: httpx.Request) -> httpx.Response:
        reply = waiting.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    observers = [TracingObserver(tracer)]
    with OnePay("sk_test_made_up", transport=httpx.MockTransport(answer), observers=observers, runtime=QUIET) as client:
        yield client


def test_call_has_a_span_and_each_attempt_one_below_it() -> None:
    tracer = Tracer()
    found = httpx.Response(200, json={"id": PAYMENT}, headers={"x-request-id": "r1"})
    with client_of(tracer, httpx.Response(503), found) as client:
        client.payments.get(PAYMENT)
    call, first, second = tracer.spans
    assert (call.name, call.kind, call.failed, call.ended) == ("payments_get", SpanKind.INTERNAL, False, 1)
    assert call.attributes == {
        "onepay.operation": "payments_get",
        "url.template": "/payments/{payment_id}",
        "http.request.resend_count": 1,
        "onepay.outcome": "done",
    }
    assert [(span.name, span.kind, span.parent, span.ended) for span in (first, second)] == [
        ("GET /payments/{payment_id}", SpanKind.CLIENT, 1, 1)
    ] * 2
    assert first.attributes == {
        "http.request.method": "GET",
        "url.full": "https://api.onepay.la/v1/payments/{payment_id}",
        "server.address": "api.onepay.la",
        "server.port": 443,
        "http.response.status_code": 503,
        "error.type": "503",
    }
    assert (first.failed, second.failed, second.attributes["http.request.resend_count"]) == (True, False, 1)


def test_spans_show_no_query_id_or_body() -> None:
    tracer = Tracer()
    with client_of(tracer, httpx.Response(200, json={"data": [{"id": PAYMENT}]}), httpx.Response(404)) as client:
        client.customers.list(document_number="1020304050")
        with pytest.raises(NotFound):
            client.payments.get(PAYMENT)
    shown = repr([(span.name, span.attributes) for span in tracer.spans])
    assert not any(secret in shown for secret in ("1020304050", PAYMENT, "sk_test_", "?"))


@pytest.mark.parametrize(
    ("reply", "error", "outcome"),
    [
        (httpx.Response(404, json={"message": "No."}), NotFound, "refused"),
        (httpx.ReadError("cut"), OutcomeUnknown, "unknown"),
    ],
)
def test_outcome_of_a_failed_write_is_told(reply: Any, error: type[Exception], outcome: str) -> None:
    tracer = Tracer()
    with client_of(tracer, *[reply] * 3) as client, pytest.raises(error):
        client.charges.refund("c1")
    call = tracer.spans[0]
    assert (call.attributes["onepay.outcome"], call.failed, call.ended) == (outcome, True, 1)
    assert call.attributes["error.type"] == error.__name__


def test_server_that_was_not_reached_was_sent_nothing() -> None:
    tracer = Tracer()
    observers = [TracingObserver(tracer)]
    with OnePay(
        "sk_test_made_up", base_url="http://127.0.0.1:9", retries=0, observers=observers, runtime=QUIET
    ) as client, pytest.raises(NotSent):  # fmt: skip
        client.charges.refund("c1")
    assert [span.attributes.get("onepay.outcome") for span in tracer.spans] == ["not_sent", None]
    assert tracer.spans[1].attributes["error.type"] == "never_sent"


def test_default_tracer_is_that_of_the_program() -> None:
    with OnePay(
        "sk_test_made_up",
        transport=httpx.MockTransport(lambda _: httpx.Response(200, json={"id": PAYMENT})),
        observers=[TracingObserver()],
    ) as client:
        assert client.payments.get(PAYMENT).id == PAYMENT


def test_client_needs_no_opentelemetry() -> None:
    code = "import sys; sys.modules['opentelemetry'] = None; from onepay_client import OnePay; OnePay('sk_test_a')"
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, check=False)  # noqa: S603 - our own words
    assert done.returncode == 0
