"""One line for each attempt, and a masked body when it is asked for. ``docs/observability.md`` shows both."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import Any, Final

from onepay_client.sending.replies import Attempt, AttemptResult, RawReply, Reply
from onepay_core.requests import Request
from onepay_core.tracebacks import private_locals

from .observers import CallInfo

__all__ = (
    "LogObserver",
    "set_up_logging",
)


LEVEL_VARIABLE: Final = "ONEPAY_LOG"
"""``ONEPAY_LOG=info`` writes one line for each attempt to stderr, ``debug`` adds masked bodies."""

_LEVELS: Final[Mapping[str, int]] = {"debug": logging.DEBUG, "info": logging.INFO}
_FORMAT: Final = "%(asctime)s %(name)s %(levelname)s %(message)s"


class LogObserver:
    """Writes to the logger ``onepay_client``: each attempt at INFO, bodies at DEBUG, masked.

    The line of an attempt is ``GET /charges/{charge_id} 200, attempt 1, 84 ms, request id 7f…``: the path as
    the contract writes it, so without ids, and neither query nor headers nor body. A record carries the same as
    attributes for structured logs: ``operation``, ``method``, ``path``, ``status``, ``attempt``, ``ms``,
    ``request_id`` and ``result``. Each is there whatever happened, None where it does not apply.
    """

    @private_locals
    def __init__(self, logger: logging.Logger | None = None) -> None:
        self._logger = logger or set_up_logging()

    def started(self, call: CallInfo) -> None:
        """Nothing is written before there is something to tell."""

    def attempted(self, call: CallInfo, attempt: Attempt, request: Request, reply: RawReply | None) -> None:
        """Write the line of an attempt, and the masked bodies if DEBUG is on."""
        if self._logger.isEnabledFor(logging.INFO):
            self._logger.info("%s", _line(call, attempt), extra=_fields(call, attempt))
        if self._logger.isEnabledFor(logging.DEBUG):
            self._log_bodies(call.operation.id, request, reply)

    def finished(self, call: CallInfo, reply: Reply[Any] | None, error: BaseException | None) -> None:
        """Nothing is written: the caller has the reply or the error."""

    def _log_bodies(self, operation: str, request: Request, reply: RawReply | None) -> None:
        from .masking import masked_body  # noqa: PLC0415 - few ask for bodies, and all would wait for its patterns

        self._logger.debug("%s sent %s", operation, masked_body(request.content))
        if reply is not None:
            self._logger.debug("%s got %s", operation, masked_body(reply.body))


@private_locals
def set_up_logging(variables: Mapping[str, str] | None = None) -> logging.Logger:
    """The logger ``onepay_client``, set up as ``ONEPAY_LOG`` asks: to stderr, at ``info`` or ``debug``.

    Every client does this when it is made. Without the variable nothing changes, and a handler that the logger
    already has stays the only one.
    """
    logger = logging.getLogger("onepay_client")
    chosen = (os.environ if variables is None else variables).get(LEVEL_VARIABLE, "")
    level = _LEVELS.get(chosen.strip().lower())
    if level is not None:
        logger.setLevel(level)
        if not logger.handlers:
            _write_to_stderr(logger)
    return logger


def _write_to_stderr(logger: logging.Logger) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    logger.addHandler(handler)
    logger.propagate = False


def _line(call: CallInfo, attempt: Attempt) -> str:
    operation = call.operation
    what = str(attempt.status) if attempt.result is AttemptResult.REPLIED else attempt.result.value
    line = f"{operation.method} {operation.path} {what}, attempt {attempt.number}, {_ms(attempt)} ms"
    return f"{line}, request id {attempt.request_id}" if attempt.request_id else line


def _fields(call: CallInfo, attempt: Attempt) -> dict[str, object]:
    return {
        "operation": call.operation.id,
        "method": call.operation.method,
        "path": call.operation.path,
        "status": attempt.status,
        "attempt": attempt.number,
        "ms": _ms(attempt),
        "request_id": attempt.request_id,
        "result": attempt.result.value,
    }


def _ms(attempt: Attempt) -> int:
    return round(attempt.seconds * 1000)


_TELLING_HEADERS = ("hpack.hpack", "hpack.table")
"""hpack's loggers; a filter holds for the very logger that it is given to, and not for those below it."""


def keep_headers_out_of_logs() -> None:
    """Let hpack log nothing below INFO from now on; asked again, it changes nothing."""
    for name in _TELLING_HEADERS:
        logging.getLogger(name).addFilter(_tells_no_headers)


def _tells_no_headers(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.INFO
