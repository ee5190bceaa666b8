"""The write-ahead journal: what is about to be sent is on disk before its first byte leaves.

A crash between sending and hearing leaves an open entry; ``onepay.recover`` finds and settles it. A journal records
every POST, and whatever else takes an idempotency key. Reads, and writes that may be repeated by nature, are not
recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from msgspec import Struct


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


class Entry(Struct, frozen=True, kw_only=True):
    """One intent to write. ``repr`` shows neither path nor body.

    Attributes:
        id: the idempotency key, or a name made by us where the operation takes no key.
        operation: the operationId.
        method: the HTTP method.
        path: the address below the server, with its query.
        server: the contract's server, which says which key it needs.
        environment: ``"test"`` or ``"live"``, the one of the key that was sent; None where the key does not say.
        body: the bytes that were sent; None when there were none, and when they may hold a secret.
        digest: SHA-256 of method, path and ``body``, so that a key that comes back with another request is noticed.
        resumable: whether it may be sent again: it has a key, and everything that it needs is here.
        created_at: when it was written, in Unix seconds.
        ending: what is known of it.
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

    def __repr__(self) -> str:
        return f"Entry({self.id!r}, {self.operation}, {self.ending})"

    def gives_way_to(self, entry: Entry) -> bool:
        """Whether ``entry``, with the same id, may replace this one: it never left, or the same was refused."""
        same = self.digest == entry.digest
        return self.ending is Ending.NOT_SENT or (self.ending is Ending.REFUSED and same)


class Journal(Protocol):
    """Where intents are kept. Every method has reached the disk when it returns; any thread may call it."""

    def begin(self, entry: Entry) -> Entry | None:
        """Write ``entry`` before its first byte leaves; return what stood under its id, if anything did.

        What stood there is replaced if it ``gives_way_to`` the new entry; else it stays as it is.
        """
        ...

    def end(self, entry_id: str, ending: Ending) -> None:
        """Write what became of an entry; one that is ``DONE`` stays so."""
        ...

    def unsettled(self) -> Iterable[Entry]:
        """Every entry that is ``OPEN`` or ``UNKNOWN``, oldest first."""
        ...
