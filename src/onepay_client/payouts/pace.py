"""How fast rows are taken: so many a second, evenly."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from msgspec import Struct

from onepay_client.errors import ConfigurationError

__all__ = ("Progress",)


class Progress(Struct, frozen=True, kw_only=True):
    """How far something has come.

    Attributes:
        done: rows that are done.
        total: rows that there are to do.
        seconds: how long it has taken so far.
    """

    done: int
    total: int
    seconds: float

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at the speed so far; None before the first row."""
        return None if not self.done else self.seconds / self.done * (self.total - self.done)


class Pace:
    """``rate`` steps a second for all threads together; None for no limit."""

    def __init__(self, rate: float | None, clock: Callable[[], float]) -> None:
        if rate is not None and (isinstance(rate, bool) or not isinstance(rate, int | float) or not rate > 0):  # pyright: ignore[reportUnnecessaryIsInstance] - callers without a type checker
            raise ConfigurationError("rate is a number of rows a second above zero, or None.")
        self._pause = 0.0 if rate is None else 1 / rate
        self._clock = clock
        self._next = clock()
        self._lock = Lock()

    def delay(self) -> float:
        """Take the next step, and return how many seconds to wait before it."""
        if not self._pause:
            return 0.0
        with self._lock:
            now = self._clock()
            at = max(now, self._next)
            self._next = at + self._pause
            return at - now


def checked_workers(workers: object) -> int:
    """A number of threads.

    Raises:
        ConfigurationError: it is none from 1 to 100, as many as a client has connections.
    """
    if isinstance(workers, bool) or not isinstance(workers, int) or not 1 <= workers <= 100:  # noqa: PLR2004 - see above
        raise ConfigurationError("workers is a number of threads from 1 to 100, as many as a client has connections.")
    return workers


def check_progress(progress: object) -> None:
    """Check what is to be called with each ``Progress``.

    Raises:
        ConfigurationError: it cannot be called.
    """
    if progress is not None and not callable(progress):
        raise ConfigurationError("progress is a function that takes a Progress, or None.")
