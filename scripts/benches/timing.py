"""Time contestants in turns, and say between which bounds a ratio of their times lies."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from statistics import median
from typing import NamedTuple, TypeVar

T = TypeVar("T")

GROUPS = 3
"""Into so many interleaved groups the rounds are dealt to see how far a figure moves by itself."""


class Effort(NamedTuple):
    """How much is measured."""

    payments: int
    rounds: int
    starts: int
    regenerations: int
    objects: int
    """How many the sandbox holds where its growth is measured; with none, nothing of that is measured."""


class Ratio(NamedTuple):
    """A ratio of two times, and the bounds within which it lay in the groups of rounds."""

    value: float
    low: float
    high: float


def interleave(runs: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """What each contestant measured in each round; every round begins with another of them.

    A first round warms caches and is thrown away.
    """
    names = list(runs)
    samples: dict[str, list[T]] = {name: [] for name in names}
    for run in runs.values():
        run()
    for turn in range(rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            samples[name].append(runs[name]())
    return samples


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """The median of the rounds' own ratios; there are at least `GROUPS` rounds."""
    rounds = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    value = median(rounds)
    groups = [median(rounds[group::GROUPS]) for group in range(GROUPS)]
    return Ratio(value, min(value, *groups), max(value, *groups))


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> Callable[[], float]:
    """A run of `work` that returns its seconds; what it made is thrown away after the clock has stopped."""

    def run() -> float:
        gc.collect()
        before = clock()
        made = work()
        seconds = clock() - before
        del made
        return seconds

    return run


@contextlib.contextmanager
def settled() -> Generator[None]:
    """Keep what is loaded already out of the garbage collector's way: it is no part of any contestant."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
