"""What one exchange writes into the journal, before its first byte leaves and after its last."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Generator
from typing import Any
from uuid import uuid4

from onepay_api.errors import OnePayError
from onepay_api.operation import Call
from onepay_api.requests import Request

from ._misuse import JournalFailed, KeyReused
from ._no_replies import NotSent
from ._outcomes_unknown import OutcomeUnknown
from ._steps import Step, Write
from .journal import Ending, Entry
from .retries import Kind, kind_of
from .settings import Settings

_MAY_HAVE_HAPPENED = frozenset({Ending.OPEN, Ending.UNKNOWN, Ending.DONE})
_WRITTEN = frozenset({Kind.KEYED, Kind.UNKEYED})


class Record:
    """The journal's view of one call; nothing is written of a read, or of a write that may be repeated by nature."""

    def __init__(self, call: Call[Any], settings: Settings) -> None:
        self._call = call
        self._journal = settings.journal if kind_of(call.operation) in _WRITTEN else None
        self._now = settings.surroundings.now
        self._servers = settings.servers
        self._environment = settings.keys.environment
        self._id: str | None = None
        self._is_new = False

    def begin(self, request: Request) -> Generator[Step, Any, bool]:
        """Write down what is about to be sent; return whether it may have been sent before.

        Raises:
            KeyReused: the key was used with another request.
            JournalFailed: the journal could not write it.
        """
        journal = self._journal
        if journal is None:
            return False
        entry = self._entry(request)
        try:
            before: Entry | None = yield Write(lambda: self._written(journal.begin(entry), entry))
        except Exception as error:
            raise JournalFailed(f"{entry.operation}: the journal failed ({type(error).__name__}).") from error
        if before is not None and before.digest != entry.digest:
            raise KeyReused(_reused(entry))
        return before is not None and before.ending in _MAY_HAVE_HAPPENED

    def _written(self, before: Entry | None, entry: Entry) -> Entry | None:
        """Remember what was written even if whoever waits for it is interrupted."""
        self._is_new = before is None or before.gives_way_to(entry)
        if self._is_new or (before is not None and before.digest == entry.digest):
            self._id = entry.id
        return before

    def done(self) -> Generator[Step, Any, None]:
        """Write that it was done."""
        yield from self._end(Ending.DONE)

    def after_error(self, error: OnePayError) -> Generator[Step, Any, None]:
        """Write what an error says about it."""
        if isinstance(error, OutcomeUnknown):
            yield from self._end(Ending.UNKNOWN)
        else:
            yield from self._end(Ending.NOT_SENT if isinstance(error, NotSent) else Ending.REFUSED)

    def interrupted(self, *, left: bool) -> None:
        """Write at once that the call was interrupted; what an earlier call left open stays open."""
        if self._journal is None or self._id is None or not (left or self._is_new):
            return
        try:
            self._journal.end(self._id, Ending.UNKNOWN if left else Ending.NOT_SENT)
        except Exception as error:  # noqa: BLE001 - the interruption goes on, whatever the journal does
            self._complain(error)

    def _end(self, ending: Ending) -> Generator[Step, Any, None]:
        journal, entry_id = self._journal, self._id
        if journal is None or entry_id is None:
            return
        try:
            yield Write(lambda: journal.end(entry_id, ending))
        except Exception as error:  # noqa: BLE001 - the outcome is known, and must not be lost for this
            self._complain(error)

    def _complain(self, error: Exception) -> None:
        text = "%s: the journal could not write the outcome of %s (%s); its entry stays open"
        logging.getLogger("onepay").error(text, self._call.operation.id, self._id, type(error).__name__)

    def _entry(self, request: Request) -> Entry:
        operation = self._call.operation
        server = self._servers.get(operation.server, operation.server).rstrip("/")
        path = request.url.removeprefix(server)
        kept = self._may_be_kept()
        return Entry(
            id=self._call.idempotency_key or f"unkeyed-{uuid4()}",
            operation=operation.id,
            method=operation.method,
            path=path,
            server=operation.server,
            environment=self._environment,
            body=request.content if kept else None,
            digest=_digest(operation.method, path, request.content if kept else None),
            resumable=kept and self._call.idempotency_key is not None,
            created_at=self._now(),
        )

    def _may_be_kept(self) -> bool:
        """Whether nothing secret was sent, and nothing that the contract does not know."""
        call = self._call
        added = call.options.headers or call.options.body or getattr(call.body, "undocumented", None)
        return not (call.operation.secret_body or call.customer_token is not None or added)


def _digest(method: str, path: str, body: bytes | None) -> str:
    return hashlib.sha256(b"\n".join((method.encode(), path.encode(), body or b""))).hexdigest()


def _reused(entry: Entry) -> str:
    return (
        f"{entry.operation}: the journal knows the idempotency key {entry.id!r} with another request, and the server "
        "might answer with the outcome of that one. Use the same arguments, or a new key for a new intent."
    )
