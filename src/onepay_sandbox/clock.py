"""The clock of a sandbox: frozen until somebody moves it, or running."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias

from onepay_sandbox.moments import from_number, to_number

Wall: TypeAlias = Callable[[], datetime]
"""Tells the time outside; tests pass their own."""

START: Final = datetime(2026, 2, 2, 13, tzinfo=UTC)
"""Where a frozen clock stands unless told otherwise: a Monday, eight in the morning in Bogotá."""


LATEST: Final = datetime(3000, 1, 1, tzinfo=UTC)
"""No clock goes further, so that everything that lies ahead of one can still be told."""


def wall_time() -> datetime:
    """The time outside."""
    return from_number(time.time_ns() // 1000)


@dataclass(frozen=True, slots=True)
class Clock:
    """How the clock of a new account stands: `start` is None where a running clock shows the time outside."""

    running: bool = False
    start: datetime | None = START

    def __post_init__(self) -> None:
        """Raises `ValueError` for a start that no clock can have."""
        if self.start is not None and (self.start.tzinfo is None or self.start > LATEST):
            raise ValueError(
                f"A clock cannot start at {self.start.isoformat()}: give a moment with its zone, such as "
                "datetime(2026, 2, 2, 13, tzinfo=UTC), that lies before the year 3000."
            )

    def opened(self, wall: datetime) -> tuple[int, int | None]:
        """The two numbers by which a tenant keeps its clock, for a tenant that opens at `wall`."""
        start = to_number(self.start or wall)
        return start, to_number(wall) if self.running else None


def frozen(at: datetime = START) -> Clock:
    """A clock that stands at `at` until it is advanced."""
    return Clock(running=False, start=at)


def running(start: datetime | None = None) -> Clock:
    """A clock that runs, from `start` or with the time outside."""
    return Clock(running=True, start=start)
