"""Observers of calls: loggers, metrics, tracing. ``docs/observability.md`` shows how to use it."""

from __future__ import annotations

import logging
from typing import Any, Protocol

from msgspec import Struct

from onepay_client.sending.replies import Attempt, RawReply, Reply
from onepay_core.operation import Operation
from onepay_core.requests import Request

__all__ = (
    "CallInfo",
    "Observer",
)


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
