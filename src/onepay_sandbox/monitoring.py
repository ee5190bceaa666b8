"""What a served sandbox says of the requests that it has answered: metrics as OpenMetrics, and an access log.

Nothing here names an account: a path stands as its template, and what is no path of the sandbox has none. No query, no
header and no address of a client is counted or logged, so no key and nothing about a person can get into it.
"""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, Literal, TextIO, TypeAlias

import msgspec

from onepay_sandbox.core.messages import DeliveryResponse

CONTENT_TYPE: Final = "application/openmetrics-text; version=1.0.0; charset=utf-8"
_METHODS: Final = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, float("inf"))
_NAME: Final = "onepay_sandbox"


class Exchange(msgspec.Struct, frozen=True):
    """A request that was answered: `route` is the template of its path, empty where there is none."""

    method: str
    route: str
    status: int
    seconds: float
    size: int


def method_label(method: str) -> str:
    """A method as it is counted and logged: any that HTTP does not know is `other`, since it may hold anything."""
    return method if method in _METHODS else "other"


class Metrics:
    """Counts requests and deliveries."""

    def __init__(self, started: float = 0.0) -> None:
        """Begin at nothing; `started` is the time of the start, in Unix seconds."""
        self._started: Final = started
        self._requests: Final[Counter[tuple[str, str, int]]] = Counter()
        self._seconds: Final[defaultdict[str, float]] = defaultdict(float)
        self._below: Final[Counter[tuple[str, float]]] = Counter()
        self._deliveries: Final[Counter[str]] = Counter()
        self.in_progress: int = 0
        self.worker: int | None = None

    def count(self, exchange: Exchange) -> None:
        """Count a request."""
        self._requests[exchange.method, exchange.route, exchange.status] += 1
        self._seconds[exchange.route] += exchange.seconds
        self._below[exchange.route, _BOUNDS[bisect_left(_BOUNDS, exchange.seconds)]] += 1

    def count_delivery(self, response: DeliveryResponse) -> None:
        """Count an attempt to deliver an event."""
        refused = "refused" if response.status is not None else "failed"
        self._deliveries["delivered" if response.is_success else refused] += 1

    def text(self) -> str:
        """Everything, in the text format of OpenMetrics 1.0; where there are several workers, of this one alone."""
        lines = self._lines() if self.worker is None else (_of_worker(line, self.worker) for line in self._lines())
        return "\n".join([*lines, "# EOF", ""])

    def _lines(self) -> Iterator[str]:
        yield from _head("start_time_seconds", "gauge", "When the sandbox started, in Unix seconds.")
        yield f"{_NAME}_start_time_seconds {self._started:.3f}"
        yield from _head("requests_in_progress", "gauge", "Requests that are being answered.")
        yield f"{_NAME}_requests_in_progress {self.in_progress}"
        yield from _head("requests", "counter", "Requests that were answered.")
        for (method, route, status), number in sorted(self._requests.items()):
            labels = f'method="{method}",route="{route}",status="{status}"'
            yield f"{_NAME}_requests_total{{{labels}}} {number}"
        yield from _head("request_seconds", "histogram", "Seconds from a request to the end of its response.")
        for route in sorted(self._seconds):
            yield from self._histogram(route)
        yield from _head("deliveries", "counter", "Attempts to deliver an event to a webhook.")
        for result in ("delivered", "failed", "refused"):
            yield f'{_NAME}_deliveries_total{{result="{result}"}} {self._deliveries[result]}'

    def _histogram(self, route: str) -> Iterator[str]:
        passed = 0
        for bound in _BOUNDS:
            passed += self._below[route, bound]
            written = "+Inf" if bound == float("inf") else f"{bound}"
            yield f'{_NAME}_request_seconds_bucket{{route="{route}",le="{written}"}} {passed}'
        yield f'{_NAME}_request_seconds_count{{route="{route}"}} {passed}'
        yield f'{_NAME}_request_seconds_sum{{route="{route}"}} {self._seconds[route]:.6f}'


def _of_worker(line: str, worker: int) -> str:
    """A sample with one more label."""
    if line.startswith("#"):
        return line
    name, _, value = line.rpartition(" ")
    labels = f"{name[:-1]}," if name.endswith("}") else f"{name}{{"
    return f'{labels}worker="{worker}"}} {value}'


def _head(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# TYPE {_NAME}_{name} {kind}"
    if name.endswith("_seconds"):
        yield f"# UNIT {_NAME}_{name} seconds"
    yield f"# HELP {_NAME}_{name} {text}"


AccessLogForm: TypeAlias = Literal["off", "plain", "json"]
LOGGER: Final = "onepay_sandbox.access"
_LOG: Final = logging.getLogger(LOGGER)


def log_exchange(exchange: Exchange) -> None:
    """Log a request, at the level INFO."""
    if not _LOG.isEnabledFor(logging.INFO):
        return
    _LOG.info(
        "%s %s %d %.1fms %dB",
        exchange.method,
        exchange.route or "-",
        exchange.status,
        exchange.seconds * 1_000,
        exchange.size,
        extra={"exchange": exchange},
    )


def write_access_log(form: AccessLogForm, stream: TextIO) -> None:
    """Let the access log of this process be written to `stream`."""
    if form == "off":
        return
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter() if form == "json" else PlainFormatter())
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False


class PlainFormatter(logging.Formatter):
    """Lines such as `2026-02-02T13:00:00.000Z GET /v1/payments/{payment_id} 200 3.1ms 512B`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        return f"{_moment(record)} {record.getMessage()}"


class JsonFormatter(logging.Formatter):
    """Lines of JSON with `time`, `method`, `route` (null where no path matched), `status`, `seconds` and `bytes`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        exchange: Exchange = vars(record)["exchange"]
        line = {
            "time": _moment(record),
            "method": exchange.method,
            "route": exchange.route or None,
            "status": exchange.status,
            "seconds": round(exchange.seconds, 6),
            "bytes": exchange.size,
        }
        return msgspec.json.encode(line).decode()


def _moment(record: logging.LogRecord) -> str:
    return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S}.{int(record.msecs):03}Z"
