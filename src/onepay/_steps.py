"""What an exchange asks its driver to do, and what the driver tells it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeAlias

from msgspec import Struct

from onepay_api.requests import Request

from .replies import RawReply


class Wire:
    """What is known of one attempt while it runs: whether a byte of the request may have left."""

    __slots__ = ("left", "watched")

    def __init__(self) -> None:
        self.watched = False
        self.left = False

    @property
    def never_sent(self) -> bool:
        """Certainty that nothing left: the transport tells what it does, and sending was not among it."""
        return self.watched and not self.left


class Send(Struct, frozen=True):
    """Send this request once.

    ``timeouts`` are the seconds for each phase; ``until`` is the moment, by the monotonic clock, when all waiting
    for it must end.
    """

    request: Request
    timeouts: dict[str, float | None]
    until: float | None
    wire: Wire


class Sleep(Struct, frozen=True):
    """Wait."""

    seconds: float


class Write(Struct, frozen=True):
    """Do this; it blocks for as long as a disk does."""

    action: Callable[[], Any]


class Failure(StrEnum):
    """Why no whole reply came, as far as httpx knows."""

    NEVER_SENT = "never sent"
    MAY_HAVE_ARRIVED = "may have arrived"
    UNUSABLE = "unusable"


class Arrived(Struct, frozen=True):
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


Step: TypeAlias = Send | Sleep | Write
Happened: TypeAlias = Arrived | Failed
