"""What an exchange asks of its driver, what comes back, and the reply in full that a caller gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Generic, TypeAlias, TypeVar

from msgspec import Struct

from onepay_core.deviations import Deviation
from onepay_core.requests import Request

__all__ = (
    "Attempt",
    "AttemptResult",
    "Headers",
    "RawReply",
    "Reply",
)


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
        attempts: the result of each attempt; the last one brought this reply.
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


_REQUEST_ID_HEADERS = (b"x-request-id", b"request-id", b"x-correlation-id", b"x-amzn-requestid", b"cf-ray")
"""Where gateways put the id of a request, the likeliest first; no document says which one OnePay sends."""

_REQUEST_ID = re.compile(rb"(?=.*[0-9])[A-Za-z0-9_.:/=+-]{1,128}")


class Headers(Mapping[str, str]):
    """Header values by name, whatever its case. Where a name came twice, its values are joined by a comma."""

    __slots__ = ("_values",)

    def __init__(self, raw: Sequence[tuple[bytes, bytes]] = ()) -> None:
        values: dict[bytes, bytes] = {}
        for name, value in raw:
            known = name.lower()
            values[known] = values[known] + b", " + value if known in values else value
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower().encode("latin-1", "replace")].decode("latin-1")

    def raw(self, name: bytes) -> bytes | None:
        """The value of a header, by its name in small letters, as it came; None where it did not."""
        return self._values.get(name)

    def __iter__(self) -> Iterator[str]:
        return (name.decode("latin-1") for name in self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({sorted(self)})"

    def __reduce__(self) -> tuple[type[Headers], tuple[tuple[tuple[bytes, bytes], ...]]]:
        return Headers, (tuple(self._values.items()),)

    @property
    def request_id(self) -> str | None:
        """The id that the server or its gateway gave to the request, if it sent one that looks like an id."""
        for name in _REQUEST_ID_HEADERS:
            if name in self._values and _REQUEST_ID.fullmatch(self._values[name]):
                return self._values[name].decode("ascii")
        return None


class AttemptResult(StrEnum):
    """How one attempt ended, as far as this side can know."""

    REPLIED = "replied"
    """A whole reply came."""
    NEVER_SENT = "never sent"
    """No byte of the request left: no connection, no name, no free connection in the pool."""
    NO_REPLY = "no reply"
    """The request, or part of it, left; no whole reply came. It may have been carried out."""


class Attempt(Struct, frozen=True):
    """One attempt, without anything that was sent or received.

    ``number`` counts from 1. ``status`` and ``request_id`` are those of the reply, where one came. ``reason``
    says in a few words what went wrong. ``seconds`` is how long it took; ``waited`` how long we paused before it.
    """

    number: int
    result: AttemptResult
    status: int | None = None
    reason: str = ""
    seconds: float = 0.0
    waited: float = 0.0
    request_id: str | None = None

    def __str__(self) -> str:
        what = f"HTTP {self.status}" if self.result is AttemptResult.REPLIED else self.result.value
        details = ", ".join(text for text in (self.reason, self.request_id and f"request id {self.request_id}") if text)
        return f"attempt {self.number}: {what}" + (f" ({details})" if details else "") + f", {self.seconds:.3f} s"


def describe_attempts(attempts: tuple[Attempt, ...]) -> str:
    """What was tried, as a sentence; nothing when nothing was."""
    return "Tried " + "; ".join(str(attempt) for attempt in attempts) + ". " if attempts else ""


def list_attempts(attempts: tuple[Attempt, ...]) -> str:
    """What was tried, a line for each attempt."""
    return "".join(f"  {attempt}\n" for attempt in attempts)


class TransmissionState(Struct):
    """What is known of one attempt while it runs: whether a byte of the request may have left.

    Attributes:
        handed_over: a transport has been asked to send it. Before that, nothing can have left.
        trusted: the transport is known to say the truth; nothing that another one raises proves anything.
        traced: it reports every step that it takes.
        reported: it has reported one.
        bytes_sent: sending the request has begun.
    """

    handed_over: bool = False
    trusted: bool = False
    traced: bool = False
    reported: bool = False
    bytes_sent: bool = False

    @property
    def never_sent(self) -> bool:
        """Certainty that nothing left: nobody was asked to send it, or who was asked has not begun to."""
        return not self.handed_over or (self.trusted and self.traced and not self.bytes_sent)


class Send(Struct, frozen=True):
    """Send this request once.

    ``timeouts`` are the seconds for each phase; ``until`` is the moment, by the monotonic clock, when all waiting
    for it must end.
    """

    request: Request
    timeouts: dict[str, float | None]
    until: float | None
    state: TransmissionState


class Sleep(Struct, frozen=True):
    """Wait."""

    seconds: float


class RunBlocking(Struct, frozen=True):
    """Do this, which blocks for as long as a disk does, or a lock until ``until`` by the monotonic clock."""

    function: Callable[[], Any]
    until: float | None = None


class Failure(StrEnum):
    """Why no whole reply came, as far as httpx knows."""

    NEVER_SENT = "never sent"
    MAY_HAVE_ARRIVED = "may have arrived"
    UNUSABLE = "unusable"


class Received(Struct, frozen=True):
    """A whole reply came."""

    reply: RawReply


class Failed(Struct, frozen=True):
    """No whole reply came, or none that could be read. ``reply`` has the status and headers, if they did.

    ``expected`` is false where what failed was not the network: a signal, for one, may raise anything anywhere.
    """

    failure: Failure
    reason: str
    reply: RawReply | None = None
    expected: bool = True


Step: TypeAlias = Send | Sleep | RunBlocking
IoEvent: TypeAlias = Received | Failed
