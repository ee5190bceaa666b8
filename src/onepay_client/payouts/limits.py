"""Limits of a run: sums of your own, refused before anything is sent; how fast it goes, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta, timezone
from threading import Lock
from typing import Final

from msgspec import Struct

from onepay_client.errors import ConfigurationError
from onepay_client.money import label
from onepay_core.arguments import OptionsMeta

from .problems import Problem
from .rows import Payout

__all__ = ("Limits", "Progress")

BOGOTA: Final = timezone(timedelta(hours=-5))
"""Colombia has had no summer time since 1993."""

_DAY: Final = 24 * 3600


class Limits(Struct, frozen=True, kw_only=True, metaclass=OptionsMeta):
    """The most that may be paid, in whole pesos; None sets no limit. With a live key all three have to be set.

    Attributes:
        per_payout: the most for one payout.
        per_run: the most for one run.
        per_day: the most for one day in Bogotá, over all runs of the same journal and environment.

    Raises:
        ConfigurationError: one is no whole number above zero.
    """

    per_payout: int | None = None
    per_run: int | None = None
    per_day: int | None = None

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            limit: object = getattr(self, name)
            if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 1):
                raise ConfigurationError(f"{name} is a number of whole pesos above zero, or None.")

    @property
    def are_complete(self) -> bool:
        """Whether all three are set."""
        return None not in (self.per_payout, self.per_run, self.per_day)

    def problems(self, payouts: Iterable[Payout], total: int | None = None) -> Iterator[Problem]:
        """Each payout above its limit, and the run as a whole; ``total`` is its sum where these are not all."""
        added = 0
        for payout in payouts:
            added += payout.amount
            if self.per_payout is not None and payout.amount > self.per_payout:
                message = f"The amount is more than the limit of one payout, {label(self.per_payout)}."
                yield Problem(line=payout.line, column="amount", rule="limit_per_payout", message=message)
        total = added if total is None else total
        for name, limit in (("run", self.per_run), ("day", self.per_day)):
            if limit is not None and total > limit:
                message = f"The total of {label(total)} is more than the limit of one {name}, {label(limit)}."
                yield Problem(line=0, column="amount", rule=f"limit_per_{name}", message=message)


def day_number(at: float) -> int:
    """The day of a Unix time in Bogotá, counted from 1 January 1970."""
    return int((at + BOGOTA.utcoffset(None).total_seconds()) // _DAY)


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
