"""Effects that an exchange yields to its driver, and the events that the driver sends back."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeAlias

from msgspec import Struct

from onepay_core.requests import Request

from .replies import RawReply


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
