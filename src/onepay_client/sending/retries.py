"""How often and how soon a call is repeated: pauses between attempts, the quota of a client, and what ends a run."""

from __future__ import annotations

import os
from threading import Lock

from msgspec import Struct

from onepay_client.errors import ApiError, CircuitOpen, ConfigurationError, NotSent, OutcomeUnknown
from onepay_core.arguments import OptionsMeta, checked_seconds
from onepay_core.errors import OnePayError
from onepay_core.tracebacks import private_locals

__all__ = (
    "Backoff",
    "CircuitBreaker",
    "RetryQuota",
)


class Backoff(Struct, frozen=True, kw_only=True, metaclass=OptionsMeta):
    """Pauses between attempts, in seconds: exponential, with full jitter.

    Before repetition number n (from 0) the pause is drawn evenly from 0 to ``min(cap, base * 2**n)``. A
    ``Retry-After`` of the server replaces it; if it asks for more than ``longest_wait``, we do not wait at all
    and give up.

    Raises:
        ConfigurationError: one of them is no number of seconds, or is negative.
    """

    base: float = 0.5
    cap: float = 8.0
    longest_wait: float = 60.0

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            if checked_seconds(f"backoff ({name})", getattr(self, name), zero=True) is None:
                raise ConfigurationError(f"backoff ({name}) must be a number of seconds, not None.")

    def pause(self, repetition: int, chance: float) -> float:
        """The pause for ``chance``, a number from 0 to 1."""
        return min(self.cap, self.base * 2.0 ** min(repetition, _MANY)) * chance


_MANY = 64


CAPACITY = 100
RETRY_COST = 5
FIRST_SUCCESS = 1


class _OfThisProcess:
    """A lock that a child process makes anew: at a fork, another thread may have held it for ever."""

    def __init__(self) -> None:
        self._process = os.getpid()
        self._lock = Lock()

    def lock(self) -> Lock:
        if self._process != os.getpid():
            self._lock = Lock()
            self._process = os.getpid()
        return self._lock


class RetryQuota(_OfThisProcess):
    """How many repetitions a client may make while nothing succeeds: a bucket of tokens, as AWS' SDKs have.

    A repetition takes ``RETRY_COST`` (5) tokens. A call that succeeds gives back what its last repetition took, or 1
    token if it needed none. When the bucket is empty, calls are sent once. First attempts are never held back.
    ``capacity`` is the size of the bucket in tokens; the default, 100, allows 20 repetitions in a full outage. It may
    be shared by several clients, used from several threads, and after a fork.

    Raises:
        ConfigurationError: ``capacity`` is no whole number from 0.
    """

    @private_locals
    def __init__(self, capacity: int = CAPACITY) -> None:
        super().__init__()
        self.capacity: int = _whole_number("capacity", capacity, 0)
        self._tokens = self.capacity

    def __repr__(self) -> str:
        return f"RetryQuota({self.capacity})"

    def take(self) -> bool:
        """Take the tokens of one repetition, if they are there."""
        with self.lock():
            if self._tokens < RETRY_COST:
                return False
            self._tokens -= RETRY_COST
            return True

    def give_back(self, *, repeated: bool) -> None:
        """A call has succeeded, at a repetition or at once."""
        if self._tokens == self.capacity:  # as nearly always: nobody can give back more
            return
        with self.lock():
            self._tokens = min(self.capacity, self._tokens + (RETRY_COST if repeated else FIRST_SUCCESS))


class CircuitBreaker(_OfThisProcess):
    """Ends a run of writes: after ``failures`` of them in a row without an answer, no further write is sent.

    A write without an answer is one that ended in ``OutcomeUnknown`` or ``NotSent``. A success or a refusal of the
    API begins the count anew. Further writes raise ``CircuitOpen``, which names the first one that was not sent, until
    ``reset()`` is called. Reads always pass. It may be shared by several clients, used from several threads, and after
    a fork.

    Raises:
        ConfigurationError: ``failures`` is no whole number from 1.
    """

    @private_locals
    def __init__(self, failures: int = 5) -> None:
        super().__init__()
        self.failures: int = _whole_number("failures", failures, 1)
        self._in_a_row = 0
        self._first: tuple[str, str | None] | None = None

    def __repr__(self) -> str:
        return f"CircuitBreaker({self.failures})"

    @property
    def is_open(self) -> bool:
        """Whether writes are no longer sent."""
        return self._in_a_row >= self.failures

    @property
    def first_not_sent(self) -> tuple[str, str | None] | None:
        """The operationId and idempotency key of the first write that was not sent; None if all were."""
        return self._first

    def reset(self) -> None:
        """Let writes pass again."""
        with self.lock():
            self._in_a_row, self._first = 0, None

    def refusal(self, operation: str, key: str | None) -> CircuitOpen | None:
        """The error for a write that is not to be sent; None where it may be."""
        with self.lock():
            if not self.is_open:
                return None
            self._first = self._first or (operation, key)
            return CircuitOpen(operation, self._in_a_row, *self._first)

    def note(self, error: OnePayError | None) -> None:
        """A write has ended."""
        is_failure = isinstance(error, (OutcomeUnknown, NotSent))
        if error is not None and not is_failure and not isinstance(error, ApiError):
            return
        with self.lock():
            if is_failure:
                self._in_a_row += 1
            elif not self.is_open:  # it was under way when the circuit opened: the run ends all the same
                self._in_a_row = 0


def _whole_number(name: str, given: object, least: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < least:
        raise ConfigurationError(f"{name} must be a whole number from {least}, not {given!r}.")
    return given
