"""Observers of calls: log lines, metrics, tracing, and the counter of deviations.

``docs/observability.md`` shows how to use them.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any, Final, NamedTuple, Protocol

from msgspec import Struct

from onepay_api.wire_names import PLAIN_NAMES, SENSITIVE_NAMES
from onepay_client.sending.messages import Attempt, AttemptResult, RawReply, Reply
from onepay_core.deviations import Deviation, DeviationKind
from onepay_core.operation import Operation
from onepay_core.requests import Request
from onepay_core.tracebacks import private_locals

__all__ = (
    "CallInfo",
    "Deviation",
    "DeviationCounter",
    "DeviationKind",
    "DeviationPlace",
    "LogObserver",
    "Observer",
    "set_up_logging",
)

LEVEL_VARIABLE: Final = "ONEPAY_LOG"
"""``ONEPAY_LOG=info`` writes one line for each attempt to stderr, ``debug`` adds masked bodies."""

_LEVELS: Final[Mapping[str, int]] = {"debug": logging.DEBUG, "info": logging.INFO}
_FORMAT: Final = "%(asctime)s %(name)s %(levelname)s %(message)s"


@private_locals
def set_up_logging(variables: Mapping[str, str] | None = None) -> logging.Logger:
    """The logger ``onepay_client``, set up as ``ONEPAY_LOG`` asks: to stderr, at ``info`` or ``debug``.

    Every client does this when it is made. Without the variable nothing changes, and a handler that the logger
    already has stays the only one. Records always go on to the handlers of the root logger.
    """
    logger = logging.getLogger("onepay_client")
    chosen = (os.environ if variables is None else variables).get(LEVEL_VARIABLE, "")
    level = _LEVELS.get(chosen.strip().lower())
    if level is not None:
        logger.setLevel(level)
        if not logger.handlers:
            handler = StderrHandler()
            handler.setFormatter(logging.Formatter(_FORMAT))
            logger.addHandler(handler)
    return logger


class StderrHandler(logging.Handler):
    """Writes to the standard error of the moment, unless a handler of the root logger shows the record there already.

    It is looked up for each record, because programs and tests replace it. Records go on to the handlers above: what
    captures logs there, such as caplog or an error reporter, sees them too.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; where nobody can be written to, nothing is."""
        stream = sys.stderr
        if stream is None or stream.closed or _is_shown_above():  # pyright: ignore[reportUnnecessaryComparison]
            return  # there is no standard error in a program without a console
        try:
            stream.write(f"{self.format(record)}\n")
            stream.flush()
        except Exception:  # noqa: BLE001 - as logging's own handlers do it
            self.handleError(record)


def _is_shown_above() -> bool:
    """Whether a handler of the root logger writes to a standard stream."""
    streams = [getattr(handler, "stream", None) for handler in logging.getLogger().handlers]
    return any(stream is not None and stream in (sys.stderr, sys.stdout) for stream in streams)


_TELLING_HEADERS = ("hpack.hpack", "hpack.table")
"""hpack's loggers; a filter holds for the very logger that it is given to, and not for those below it."""


def keep_headers_out_of_logs() -> None:
    """Let hpack log nothing below INFO from now on; asked again, it changes nothing."""
    for name in _TELLING_HEADERS:
        logging.getLogger(name).addFilter(_tells_no_headers)


def _tells_no_headers(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.INFO


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
        if not self._logger.isEnabledFor(logging.INFO):
            return
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


_WORD: Final = re.compile("[a-z]+(?:_[a-z]+)*|[(][a-z-]+[)]")
"""A name that shows nothing but itself, or a place outside of the body such as ``(status)``."""


class DeviationPlace(NamedTuple):
    """Where replies depart from the contract. It holds nothing that was received but the names of fields.

    Attributes:
        operation: the operationId, or ``webhook payment.approved`` for a delivery of that event.
        pointer: JSON pointer into the body, with ``*`` for every index and for keys that are data.
        kind: in what way.
        expected: what the contract says there.
    """

    operation: str
    pointer: str
    kind: DeviationKind
    expected: str


class DeviationCounter:
    """Counts the deviations of the replies and deliveries that it is shown.

    Give it to a client among its ``observers``, and to a ``webhooks.Receiver`` as ``deviations``.

    Any number of clients and threads may share one.
    """

    @private_locals
    def __init__(self) -> None:
        self._counts: Counter[DeviationPlace] = Counter()
        self._lock = Lock()

    def __repr__(self) -> str:
        counts = self.counts
        return f"DeviationCounter({sum(counts.values())} deviations at {len(counts)} places)"

    @property
    def counts(self) -> dict[DeviationPlace, int]:
        """How often each place departed from the contract so far, the most frequent first."""
        with self._lock:
            return dict(self._counts.most_common())

    def report(self) -> str:
        """The counts as lines for people, fit to be sent to whoever looks after the contract."""
        return "".join(
            f"{count:>6}  {place.operation} {place.pointer or '(the whole body)'}: "
            f"{place.kind.replace('_', ' ')}, expected {place.expected}\n"
            for place, count in self.counts.items()
        )

    def started(self, call: CallInfo) -> None:
        """Not of interest."""

    def attempted(self, call: CallInfo, attempt: Attempt, request: Request, reply: RawReply | None) -> None:
        """Not of interest: what is counted is what a whole call ended with."""

    def finished(self, call: CallInfo, reply: Reply[Any] | None, error: BaseException | None) -> None:  # noqa: ARG002 - an error has no typed body
        """Count the deviations of a reply, each place once."""
        if reply is not None:
            self.count(call.operation.id, reply.deviations)

    def count(self, operation: str, deviations: Iterable[Deviation]) -> None:
        """Count the deviations of one body, each place once."""
        places = {_place(operation, deviation) for deviation in deviations}
        with self._lock:
            self._counts.update(places)


def _place(operation: str, deviation: Deviation) -> DeviationPlace:
    pointer = "".join(f"/{_step(step)}" for step in deviation.path)
    return DeviationPlace(operation, pointer, deviation.kind, deviation.expected)


def _step(step: str | int) -> str:
    """A key that is neither the contract's nor a plain word may be data, such as a document number."""
    if isinstance(step, int) or not (step in PLAIN_NAMES or step in SENSITIVE_NAMES or _WORD.fullmatch(step)):
        return "*"
    return step
