"""What one exchange writes into the journal, before its first byte leaves and after its last."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Generator
from typing import Any
from uuid import uuid4

from onepay_client.errors import (
    AlreadyDone,
    ApiError,
    IdempotencyConflict,
    IdempotencyKeyMismatch,
    JournalError,
    NotSent,
    OutcomeUnknown,
)
from onepay_client.journal import Ending, Entry
from onepay_client.settings import Settings
from onepay_core.errors import OnePayError
from onepay_core.operation import Call
from onepay_core.requests import Request

from .classification import OperationClass, kind_of
from .messages import RunBlocking, Step

_MAY_HAVE_HAPPENED = frozenset({Ending.OPEN, Ending.UNKNOWN, Ending.DONE})
_WRITTEN = frozenset({OperationClass.KEYED, OperationClass.UNKEYED})


class JournalWriter:
    """The journal's view of one call; nothing is written of a read, or of a write that may be repeated by nature."""

    def __init__(self, call: Call[Any], settings: Settings) -> None:
        self._call = call
        self._journal = settings.journal if kind_of(call.operation) in _WRITTEN else None
        self._now = settings.runtime.now
        self._servers = settings.servers
        self._keys = settings.keys
        self._id: str | None = None
        self._is_new = False

    def start(self, request: Request, *, until: float | None) -> Generator[Step, Any, Entry | None]:
        """Write down what is about to be sent; return the same request of an earlier call, if it may have happened.

        Raises:
            IdempotencyKeyMismatch: the key was used with another request.
            JournalError: the journal could not write it.
        """
        journal = self._journal
        if journal is None:
            return None
        entry = self._entry(request)
        try:
            before: Entry | None = yield RunBlocking(lambda: self._persisted(journal.begin(entry), entry), until)
        except Exception as error:
            reason = str(error) if isinstance(error, OnePayError) else type(error).__name__
            raise JournalError(f"{entry.operation}: nothing was sent, since the journal failed: {reason}") from error
        if before is None or before.gives_way_to(entry):
            return None
        if not before.is_same_request(entry):
            raise IdempotencyKeyMismatch(_reused(entry))
        return before if before.ending in _MAY_HAVE_HAPPENED else None

    def _persisted(self, before: Entry | None, entry: Entry) -> Entry | None:
        """Remember what was written even if whoever waits for it is interrupted."""
        self._is_new = before is None or before.gives_way_to(entry)
        if self._is_new or (before is not None and before.is_same_request(entry)):
            self._id = entry.id
        return before

    def done(self, value: object, *, until: float | None) -> Generator[Step, Any, None]:
        """Write that it was done, and the id of what it made, if the journal keeps that."""
        yield from self._end(Ending.DONE, until, _object_id(value))

    def after_error(
        self, error: OnePayError, *, may_have_left: bool, until: float | None
    ) -> Generator[Step, Any, None]:
        """Write what an error says about it; ``may_have_left`` where it may have been carried out."""
        if isinstance(error, AlreadyDone):
            return
        if isinstance(error, (OutcomeUnknown, IdempotencyConflict)):  # who knows the key may have carried it out
            yield from self._end(Ending.UNKNOWN, until)
        elif isinstance(error, ApiError):
            yield from self._end(Ending.REFUSED, until)
        else:
            unknown = may_have_left and not isinstance(error, NotSent)
            yield from self._end(Ending.UNKNOWN if unknown else Ending.NOT_SENT, until)

    def interrupted(self, *, may_have_left: bool, until: float | None) -> Generator[Step, Any, None]:
        """Write that the call was interrupted; what an earlier call left open stays open."""
        if may_have_left:
            yield from self._end(Ending.UNKNOWN, until)
        elif self._is_new:
            yield from self._end(Ending.NOT_SENT, until)

    def _end(self, ending: Ending, until: float | None, object_id: str | None = None) -> Generator[Step, Any, None]:
        journal, entry_id = self._journal, self._id
        if journal is None or entry_id is None:
            return
        complete = getattr(journal, "complete", None) if object_id else None
        try:
            if complete is None:
                yield RunBlocking(lambda: journal.end(entry_id, ending), until)
            else:
                yield RunBlocking(lambda: complete(entry_id, object_id), until)
        except Exception as error:  # noqa: BLE001 - the outcome is known, and must not be lost for this
            self._complain(error)

    def _complain(self, error: Exception) -> None:
        text = "%s: the journal could not write the outcome of %s (%s); its entry stays open"
        logging.getLogger("onepay_client").error(text, self._call.operation.id, self._id, type(error).__name__)

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
            environment=self._keys.environment,
            body=request.content if kept else None,
            digest=_digest(operation.method, path, request.content, self._secret_for_digest()),
            resumable=kept and self._call.idempotency_key is not None and operation.idempotency != "unproved",
            created_at=self._now(),
        )

    def _may_be_kept(self) -> bool:
        """Whether nothing secret was sent, and nothing that the contract does not know."""
        call = self._call
        return not (call.customer_token is not None or call.options.headers or self._has_secret_body())

    def _has_secret_body(self) -> bool:
        """Whether a secret, or what the contract does not know, may be in the body."""
        call = self._call
        added = call.options.body or getattr(call.body, "undocumented", None)
        return bool(call.operation.secret_body or added)

    def _secret_for_digest(self) -> bytes | None:
        """What makes the digest of a secret useless to who reads the journal: a key that it does not hold."""
        return self._keys.of(self._call.operation).encode() if self._has_secret_body() else None


def _object_id(value: object) -> str | None:
    """The ``id`` of a reply; of all that a reply holds, it alone is certainly no secret and no personal datum."""
    object_id = getattr(value, "id", None)
    return object_id if isinstance(object_id, str) else None


def _digest(method: str, path: str, body: bytes | None, secret: bytes | None) -> str:
    request = b"\n".join((method.encode(), path.encode(), body or b""))
    if secret is None:
        return hashlib.sha256(request).hexdigest()
    return "hmac:" + hmac.new(secret, request, hashlib.sha256).hexdigest()


def _reused(entry: Entry) -> str:
    return (
        f"{entry.operation}: the journal knows the idempotency key {entry.id!r} with another request, and the server "
        "might answer with the outcome of that one. Use the same arguments, or a new key for a new intent."
    )
