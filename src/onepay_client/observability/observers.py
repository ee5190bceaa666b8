"""Observers of calls: loggers, metrics, tracing. ``docs/observability.md`` shows how to use it."""

from __future__ import annotations

import logging
from typing import Any, Protocol

from msgspec import Struct

from onepay_client.sending.replies import Attempt, AttemptResult, RawReply, Reply
from onepay_core.operation import Operation
from onepay_core.requests import Request
from onepay_core.tracebacks import private_locals

from .logs import set_up_logging

__all__ = ("CallInfo", "LogObserver", "Observer")


class CallInfo(Struct, frozen=True):
    """One call as its observers know it: what is called and with which key, but no argument of it.

    ``id`` is the same object in every notification about one call, and in those of no other call.
    """

    operation: Operation[Any]
    idempotency_key: str | None
    id: object

    def __repr__(self) -> str:
        return f"CallInfo({self.operation.id})"


class Observer(Protocol):
    """Is notified of each call, in the thread or task of the call: be quick. What it raises is logged, and no more."""

    def started(self, call: CallInfo) -> None:
        """A call begins; nothing has been sent."""
        ...

    def attempted(self, call: CallInfo, attempt: Attempt, request: Request, reply: RawReply | None) -> None:
        """An attempt has ended. ``request`` and ``reply`` hold secrets and personal data: mask before you show."""
        ...

    def finished(self, call: CallInfo, reply: Reply[Any] | None, error: BaseException | None) -> None:
        """The call ends with a reply or with an error, never both."""
        ...


class ObserverList:
    """The observers of one call. What one of them raises is logged: by then money may have moved."""

    __slots__ = ("_call", "_observers")

    def __init__(self, call: CallInfo, observers: tuple[Observer, ...]) -> None:
        self._call = call
        self._observers = observers

    def started(self) -> None:
        """The call begins."""
        for observer in self._observers:
            try:
                observer.started(self._call)
            except Exception as error:  # noqa: BLE001 - see the class
                _complain(observer, error)

    def attempted(self, attempt: Attempt, request: Request, reply: RawReply | None) -> None:
        """An attempt has ended."""
        for observer in self._observers:
            try:
                observer.attempted(self._call, attempt, request, reply)
            except Exception as error:  # noqa: BLE001 - see the class
                _complain(observer, error)

    def finished(self, reply: Reply[Any] | None, error: BaseException | None) -> None:
        """The call ends."""
        for observer in self._observers:
            try:
                observer.finished(self._call, reply, error)
            except Exception as failure:  # noqa: BLE001 - see the class
                _complain(observer, failure)


def _complain(observer: Observer, error: Exception) -> None:
    logging.getLogger("onepay_client").error("The observer %s raised %s", type(observer).__name__, type(error).__name__)


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
