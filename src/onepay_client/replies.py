"""A reply in full: the typed value, and everything that came with it."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from msgspec import Struct

from onepay_core.deviations import Deviation

from .attempts import Attempt
from .headers import Headers

R = TypeVar("R")


class RawReply(Struct, frozen=True):
    """What came back, unread. ``repr`` shows neither headers nor body."""

    status: int
    headers: Headers
    body: bytes

    def __repr__(self) -> str:
        return f"RawReply({self.status}, {len(self.body)} bytes)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("status", self.status), ("bytes", len(self.body))]


class Reply(Struct, Generic[R], frozen=True):
    """What ``with_reply`` returns.

    Attributes:
        value: what the method alone would have returned.
        status: the HTTP status.
        headers: the headers, by name whatever its case.
        body: the bytes of the body, decompressed.
        attempts: what was seen of each attempt; the last one brought this reply.
        idempotency_key: the key that was sent; None where the operation takes none.
        deviations: every way in which the reply departs from the contract.
    """

    value: R
    status: int
    headers: Headers
    body: bytes
    attempts: tuple[Attempt, ...]
    idempotency_key: str | None = None
    deviations: tuple[Deviation, ...] = ()

    @property
    def request_id(self) -> str | None:
        """The id that the server or its gateway gave to the request, if it sent one."""
        return self.headers.request_id

    def __repr__(self) -> str:
        kind = type(self.value).__name__
        return f"Reply({kind}, status={self.status}, attempts={len(self.attempts)}, deviations={len(self.deviations)})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("value", type(self.value)), ("status", self.status), ("attempts", self.attempts)]
