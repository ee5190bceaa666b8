"""Spans of OpenTelemetry for calls: ``OnePay(observers=[TracingObserver()])``. It needs the extra ``[telemetry]``.

A call is one span, and each attempt a span of a client below it, with the attributes of OpenTelemetry's conventions for
HTTP. No span shows a key, a query, an id of the path, or a body.
"""

from __future__ import annotations

import time
from typing import Any, Final
from urllib.parse import urlsplit

from opentelemetry import context, trace
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer

from onepay_client.errors import ApiError, NotSent, OutcomeUnknown
from onepay_client.sending.messages import Attempt, AttemptResult, RawReply, Reply
from onepay_core.requests import Request
from onepay_core.tracebacks import private_locals

from .observers import CallInfo

__all__ = ("TracingObserver",)

_NANOSECONDS: Final = 1_000_000_000
_FIRST_FAILURE: Final = 400
_PORTS: Final = {"http": 80, "https": 443}


class TracingObserver:
    """Opens a span for each call and one for each of its attempts.

    The span of a call is called ``payments_create`` and has ``onepay.operation``, ``url.template``,
    ``http.request.resend_count`` and ``onepay.outcome``: ``done``, ``refused``, ``unknown`` (a write may have been
    carried out), ``not_sent`` or ``failed``. The span of an attempt is called ``POST /payments`` and has the address
    with the names of path parameters in place of their values.

    ``tracer`` is OpenTelemetry's for ``onepay_client`` unless another is given. One observer may serve many clients.
    """

    @private_locals
    def __init__(self, tracer: Tracer | None = None) -> None:
        self._tracer: Tracer = trace.get_tracer("onepay_client") if tracer is None else tracer
        self._spans: dict[object, Span] = {}
        self._attempts: dict[object, int] = {}

    def started(self, call: CallInfo) -> None:
        """Open the span of a call, below the span that is current."""
        operation = call.operation
        attributes = {"onepay.operation": operation.id, "url.template": operation.path}
        self._spans[call.id] = self._tracer.start_span(operation.id, kind=SpanKind.INTERNAL, attributes=attributes)

    def attempted(self, call: CallInfo, attempt: Attempt, request: Request, reply: RawReply | None) -> None:  # noqa: ARG002 - a reply holds personal data
        """Record an attempt, from its beginning to its end."""
        self._attempts[call.id] = attempt.number
        end = time.time_ns()
        span = self._tracer.start_span(
            f"{call.operation.method} {call.operation.path}",
            context=trace.set_span_in_context(self._spans[call.id], context.get_current()),
            kind=SpanKind.CLIENT,
            attributes=_address(request.url, call.operation.path) | {"http.request.method": call.operation.method},
            start_time=end - int(attempt.seconds * _NANOSECONDS),
        )
        if attempt.number > 1:
            span.set_attribute("http.request.resend_count", attempt.number - 1)
        if attempt.request_id is not None:
            span.set_attribute("onepay.request_id", attempt.request_id)
        if attempt.status is not None:
            span.set_attribute("http.response.status_code", attempt.status)
        error = _error_of(attempt)
        if error is not None:
            span.set_attribute("error.type", error)
            span.set_status(StatusCode.ERROR)
        span.end(end)

    def finished(self, call: CallInfo, reply: Reply[Any] | None, error: BaseException | None) -> None:  # noqa: ARG002 - the same
        """Close the span of a call with its outcome."""
        span = self._spans.pop(call.id)
        resent = self._attempts.pop(call.id, 1) - 1
        if resent:
            span.set_attribute("http.request.resend_count", resent)
        span.set_attribute("onepay.outcome", _outcome(error))
        if error is not None:
            span.set_attribute("error.type", type(error).__name__)
            span.set_status(StatusCode.ERROR)  # without the message, which may repeat what a server says of people
        span.end()


def _outcome(error: BaseException | None) -> str:
    if error is None:
        return "done"
    if isinstance(error, OutcomeUnknown):
        return "unknown"
    if isinstance(error, ApiError):
        return "refused"
    return "not_sent" if isinstance(error, NotSent) else "failed"


def _error_of(attempt: Attempt) -> str | None:
    """The type of the error of an attempt as the conventions want it: the status, or what happened."""
    if attempt.result is not AttemptResult.REPLIED:
        return str(attempt.result.value).replace(" ", "_")
    failed = attempt.status is not None and attempt.status >= _FIRST_FAILURE
    return str(attempt.status) if failed else None


def _address(url: str, template: str) -> dict[str, str | int]:
    """The address of a request with the template in place of its path, and without its query."""
    parts = urlsplit(url)
    base = parts.path.split("/")[: -template.count("/")]
    host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    return {
        "url.full": f"{parts.scheme}://{parts.netloc}{'/'.join(base)}{template}",
        "server.address": host,
        "server.port": port,
    }
