"""What a client tells whoever watches it: loggers, metrics, tracing. ``docs/watching.md`` shows how to use it."""

from __future__ import annotations

from typing import Any, Protocol

from msgspec import Struct

from onepay_core.operation import Operation
from onepay_core.requests import Request

from .attempts import Attempt
from .replies import RawReply, Reply


class Watched(Struct, frozen=True):
    """One call as its watchers know it: what is called and with which key, but no argument of it.

    ``id`` is the same object for all that is told about one call and for no other call.
    """

    operation: Operation[Any]
    idempotency_key: str | None
    id: object

    def __repr__(self) -> str:
        return f"Watched({self.operation.id})"


class Watcher(Protocol):
    """Is told about each call, in the thread or task of the call: be quick. What it raises is logged, and no more."""

    def started(self, call: Watched) -> None:
        """A call begins; nothing has been sent."""
        ...

    def attempted(self, call: Watched, attempt: Attempt, request: Request, reply: RawReply | None) -> None:
        """An attempt has ended. ``request`` and ``reply`` hold secrets and personal data: mask before you show."""
        ...

    def finished(self, call: Watched, reply: Reply[Any] | None, error: BaseException | None) -> None:
        """The call ends with a reply or with an error, never both."""
        ...
