"""The access log: one line for each request, as text or as JSON, through the logger `onepay_sandbox.access`.

It holds templates of paths and no ids, no query, no header and no address of a client, so no key and nothing about a
person can get into it.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Final, Literal, TextIO, TypeAlias

import msgspec

from onepay_sandbox.metrics import Exchange

AccessLogForm: TypeAlias = Literal["off", "plain", "json"]
LOGGER: Final = "onepay_sandbox.access"
_LOG: Final = logging.getLogger(LOGGER)


def log_exchange(exchange: Exchange) -> None:
    """Log a request, at the level INFO."""
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
