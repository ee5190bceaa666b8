"""The write-ahead journal: what is about to be sent is on disk before its first byte leaves.

A crash between sending and reading the reply leaves an open entry; ``onepay_client.recover`` finds and settles it. A
journal records every POST, and whatever else takes an idempotency key. Reads, and writes that may be repeated by
nature, are not recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Protocol

from msgspec import Struct, structs

__all__ = (
    "Ending",
    "Entry",
    "Journal",
)


class Ending(StrEnum):
    """What is known of an entry."""

    OPEN = "open"
    """Written before the first byte left; nothing is known since."""
    UNKNOWN = "unknown"
    """The attempts ran out, and it is not known whether it was carried out."""
    DONE = "done"
    """A success came back."""
    REFUSED = "refused"
    """The server refused it; nothing was done."""
    NOT_SENT = "not sent"
    """No byte of it left."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to find out."""
        return self not in (Ending.OPEN, Ending.UNKNOWN)

    def adds_to(self, known: Ending) -> bool:
        """Whether this ending says more of an entry than the ``known`` one, which it may then replace.

        Something may have been done as soon as one request with the key may have been carried out. That another one
        was refused, or never left, takes nothing of it back.
        """
        if known is Ending.OPEN:
            return self is not Ending.OPEN
        if known is Ending.UNKNOWN:
            return self is Ending.DONE
        return known is not Ending.DONE and self in (Ending.UNKNOWN, Ending.DONE)


class _PrivateBytes(bytes):
    """Bytes that msgspec does not know, so that it refuses to write them into JSON or MessagePack."""

    __slots__ = ()


class Entry(Struct, frozen=True, kw_only=True):
    """One intent to write. ``repr`` shows neither path nor body, and msgspec refuses to encode one that has a body.

    Attributes:
        id: the idempotency key, or a name made by us where the operation takes no key.
        operation: the operationId.
        method: the HTTP method.
        path: the address below the server, with its query.
        server: the contract's server, which says which key it needs.
        environment: ``"test"`` or ``"live"``, the one of the key that was sent; None where the key does not say.
        body: the bytes that were sent; None when there were none, and when they may hold a secret.
        digest: what tells two requests apart: SHA-256 of method, path and body. Where the body may hold a secret, an
            HMAC of them whose key is the API key, so that nobody who reads it can try card numbers until one fits.
            Empty where an earlier version of this package kept none.
        resumable: whether it may be sent again: it has a key, and everything that it needs is here.
        created_at: when it was written, in Unix seconds.
        ending: what is known of it.
        object_id: the ``id`` of what it made, where it is done and the reply had one.
        latest_at: the latest time at which the journal has an entry, in Unix seconds; it shows a clock that went back.
    """

    id: str
    operation: str
    method: str
    path: str
    server: str
    environment: str | None
    body: bytes | None
    digest: str
    resumable: bool
    created_at: float
    ending: Ending = Ending.OPEN
    object_id: str | None = None
    latest_at: float = 0.0

    def __post_init__(self) -> None:
        if self.body is not None:
            structs.force_setattr(self, "body", _PrivateBytes(self.body))

    def __repr__(self) -> str:
        return f"Entry({self.id!r}, {self.operation}, {self.ending})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("id", self.id), ("operation", self.operation), ("ending", self.ending)]

    def gives_way_to(self, entry: Entry) -> bool:
        """Whether ``entry``, with the same id, may replace this one: it never left, or the same was refused."""
        return self.ending is Ending.NOT_SENT or (self.ending is Ending.REFUSED and self.is_same_request(entry))

    def is_same_request(self, entry: Entry) -> bool:
        """Whether ``entry`` asks for the same."""
        if not self.digest:
            return (self.method, self.path) == (entry.method, entry.path)
        return self.digest == entry.digest


class Journal(Protocol):
    """Where intents are kept. Every method has reached the disk when it returns; any thread may call it.

    A journal may also have ``complete(entry_id, object_id)``, which is called instead of ``end(entry_id, Ending.DONE)``
    where the reply had the id of what was made. Entries that ``begin`` returns then have it as ``object_id``.
    """

    def begin(self, entry: Entry) -> Entry | None:
        """Write ``entry`` before its first byte leaves; return what stood under its id, if anything did.

        What stood there is replaced if it ``gives_way_to`` the new entry. Else it stays, but if it is ``OPEN`` and
        ``is_same_request``, it becomes ``UNKNOWN``, since two requests may be on their way then.
        """
        ...

    def end(self, entry_id: str, ending: Ending) -> None:
        """Write what became of an entry, if that ``adds_to`` what is known of it."""
        ...

    def unsettled(self) -> Iterable[Entry]:
        """Every entry that is ``OPEN`` or ``UNKNOWN``, oldest first."""
        ...
