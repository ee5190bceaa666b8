"""The policy of a run: a budget, a rate, and patience with a server that asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from onepay_conformance.aborts import BudgetSpent

MOST_PATIENCE: Final = 60.0
"""However long a server asks to be left alone, we wait no longer than this at once (ours)."""
MOST_REFUSALS: Final = 4
"""So many times one request is sent again after a 429 (ours)."""
_FIRST_WAIT: Final = 1.0
_LAST_LOOK: Final = 6
"""So many requests at most, one for as many objects, are kept aside to read what could not be cleaned up (ours)."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Time as the suite sees it; tests pass one that does not wait."""

    elapsed: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def stamp(self) -> str:
        """The moment, as recordings write it."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(slots=True)
class Budget:
    """How many requests may be sent and how many objects made. Each object that can be cleaned up keeps one aside."""

    requests: int
    objects: int
    sent: int = 0
    made: int = 0
    kept_aside: int = 0

    @property
    def left(self) -> int:
        """How many more requests may be sent before only cleaning is left."""
        return self.requests - self.sent - self.kept_aside - min(self.kept_aside // _LAST_LOOK, _LAST_LOOK)

    def spend(self, *, makes: bool, cleans: bool = False) -> None:
        """Count one request. Raises `BudgetSpent` instead where it may not be sent."""
        needed = 0 if cleans else 2 if makes else 1
        if self.sent >= self.requests or (not cleans and self.left < needed):
            raise BudgetSpent(f"The budget of {self.requests} requests is spent. Give more with --budget.")
        if makes and self.made >= self.objects:
            raise BudgetSpent(f"The budget of {self.objects} objects is spent. Give more with --objects.")
        self.sent += 1

    def note_made(self, *, can_be_cleaned: bool) -> None:
        """An object was made."""
        self.made += 1
        self.kept_aside += can_be_cleaned

    def note_cleaned(self) -> None:
        """An object was cleaned up, or proved to be gone."""
        self.kept_aside = max(0, self.kept_aside - 1)


@dataclass(slots=True)
class TokenBucket:
    """A token bucket: at most `rate` requests a second on average, and `burst` at once. No rate is no limit."""

    watch: Watch
    rate: float | None = None
    burst: int = 5
    _tokens: float = field(default=0.0, init=False)
    _filled: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._tokens, self._filled = float(self.burst), self.watch.elapsed()

    def take(self) -> None:
        """Wait until one more request may be sent."""
        if not self.rate:
            return
        self._fill(self.rate)
        if self._tokens < 1:
            self.watch.sleep((1 - self._tokens) / self.rate)
            self._fill(self.rate)
            self._tokens = max(self._tokens, 1.0)
        self._tokens -= 1

    def _fill(self, rate: float) -> None:
        now = self.watch.elapsed()
        self._tokens = min(float(self.burst), self._tokens + (now - self._filled) * rate)
        self._filled = now


@dataclass(frozen=True, slots=True)
class RunPolicy:
    """How a run behaves; the values are ours, since no page states a limit."""

    budget: Budget
    bucket: TokenBucket
    watch: Watch
    read_only: bool = False


def wait_after(refusals: int, retry_after: str | None, now: datetime) -> float:
    """How long to wait after the `refusals`-th 429, never more than `MOST_PATIENCE`."""
    requested = _retry_after_seconds(retry_after, now)
    return min(MOST_PATIENCE, max(0.0, requested if requested is not None else _FIRST_WAIT * 2 ** (refusals - 1)))


def _retry_after_seconds(retry_after: str | None, now: datetime) -> float | None:
    """The seconds that a header `Retry-After` means, in either of its forms; None for anything else."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
