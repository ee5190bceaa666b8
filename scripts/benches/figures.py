"""Figures, the bars that they are held to, and how both are shown and kept."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from statistics import median
from time import perf_counter
from typing import Any, Final, NamedTuple

from rich.table import Table

from benches.timing import Ratio, interleave, ratio, settled, timed


class Verdict(StrEnum):
    """What became of a bar."""

    MET = "met"
    WITHIN_NOISE = "within noise"
    MISSED = "missed"
    NO_BAR = ""


COLOURS: Final = {Verdict.MET: "green", Verdict.WITHIN_NOISE: "yellow", Verdict.MISSED: "bold red", Verdict.NO_BAR: ""}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured ratio: `subject` took `ratio` times as long as `against`, and `seconds` itself."""

    topic: str
    subject: str
    against: str
    ratio: Ratio
    seconds: float
    bar: float | None = None

    @property
    def verdict(self) -> Verdict:
        """Missed only if even the luckiest group of rounds lies above the bar."""
        if self.bar is None:
            return Verdict.NO_BAR
        if self.ratio.value <= self.bar:
            return Verdict.MET
        return Verdict.MISSED if self.ratio.low > self.bar else Verdict.WITHIN_NOISE

    @property
    def as_json(self) -> dict[str, Any]:
        """The figure for machines."""
        return {
            "topic": self.topic,
            "subject": self.subject,
            "against": self.against,
            "ratio": round(self.ratio.value, 4),
            "low": round(self.ratio.low, 4),
            "high": round(self.ratio.high, 4),
            "seconds": round(self.seconds, 7),
            "bar": self.bar,
            "verdict": str(self.verdict),
        }


def compare(
    topic: str,
    runs: Mapping[str, Callable[[], object]],
    rounds: int,
    bars: Mapping[str, float] | None = None,
    clock: Callable[[], float] = perf_counter,
) -> list[Figure]:
    """A figure for each of `runs` but the first, with which all others are compared.

    `clock` is the CPU time of the process where nothing waits for others, so that a busy machine changes less.
    """
    with settled():
        samples = interleave({name: timed(run, clock) for name, run in runs.items()}, rounds)
    base, *others = runs
    return [
        Figure(topic, name, base, ratio(samples[name], samples[base]), median(samples[name]), (bars or {}).get(name))
        for name in others
    ]


class Limit(NamedTuple):
    """A time that something may take."""

    topic: str
    subject: str
    seconds: float


def within(limit: Limit, run: Callable[[], float], rounds: int) -> Figure:
    """What `run` returns, beside the time that it may take; a first round warms caches and is thrown away."""
    run()
    with settled():
        seconds = [run() for _ in range(rounds)]
    against = Ratio(*(pick(seconds) / limit.seconds for pick in (median, min, max)))
    return Figure(limit.topic, limit.subject, f"its {limit.seconds:g} s", against, median(seconds), 1.0)


def table(figures: Sequence[Figure]) -> Table:
    """The figures for people."""
    shown = Table(title="Ratios of times taken in the same run", title_justify="left", caption_justify="left")
    for heading in ("what", "time", "against", "ratio", "range", "bar", "verdict"):
        shown.add_column(
            heading, no_wrap=True, justify="right" if heading in {"time", "ratio", "range", "bar"} else "left"
        )
    for topic, group in groupby(figures, key=lambda figure: figure.topic):
        shown.add_row(f"[bold]{topic}[/]")
        for figure in group:
            shown.add_row(*_cells(figure))
        shown.add_section()
    return shown


def _cells(figure: Figure) -> list[str]:
    ratio, colour = figure.ratio, COLOURS[figure.verdict]
    bar = "" if figure.bar is None else f"≤ {figure.bar:g}"
    verdict = f"[{colour}]{figure.verdict}[/]" if colour else ""
    spread = f"{ratio.low:.2f}–{ratio.high:.2f}"  # noqa: RUF001 - a range is written with this dash
    return [f"  {figure.subject}", duration(figure.seconds), figure.against, f"{ratio.value:.2f}", spread, bar, verdict]


def duration(seconds: float) -> str:
    """A time in the unit that suits it."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def machine() -> dict[str, Any]:
    """What the figures were taken on, as far as it matters to a ratio."""
    return {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
    }
