"""What was seen of each attempt to send a call."""

from enum import StrEnum

from msgspec import Struct


class Seen(StrEnum):
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
    seen: Seen
    status: int | None = None
    reason: str = ""
    seconds: float = 0.0
    waited: float = 0.0
    request_id: str | None = None

    def __str__(self) -> str:
        what = f"HTTP {self.status}" if self.seen is Seen.REPLIED else self.seen.value
        details = ", ".join(text for text in (self.reason, self.request_id and f"request id {self.request_id}") if text)
        return f"attempt {self.number}: {what}" + (f" ({details})" if details else "") + f", {self.seconds:.3f} s"


def tried(attempts: tuple[Attempt, ...]) -> str:
    """What was tried, as a sentence; nothing when nothing was."""
    return "Tried " + "; ".join(str(attempt) for attempt in attempts) + ". " if attempts else ""


def listed(attempts: tuple[Attempt, ...]) -> str:
    """What was tried, a line for each attempt."""
    return "".join(f"  {attempt}\n" for attempt in attempts)
