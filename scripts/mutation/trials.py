"""Try planted mistakes, and tell how many were noticed."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

M = TypeVar("M")


class Suite(Protocol[M]):
    """The tests that may notice the mistakes of one area."""

    area: str

    def mutants(self) -> Sequence[M]:
        """Every mistake that we know to make; the text of each is its name in the list."""
        ...

    def group(self, mutant: M) -> str:
        """The line of the table that it is counted in."""
        ...

    def killed_by(self, mutant: M | None) -> str | None:
        """Who notices the mistake; None when nobody does. Without a mistake: who objects all the same."""
        ...


@dataclass(frozen=True, slots=True)
class Trial:
    """One mistake, and who noticed it; `reason` says why nobody can, for a survivor that the list names."""

    group: str
    name: str
    noticed_by: str | None
    reason: str | None = None

    @property
    def counts(self) -> bool:
        """Whether the tests are to be blamed or praised for it."""
        return self.noticed_by is not None or self.reason is None


class FlakySuiteError(Exception):
    """Somebody objects where there is no mistake, so every mistake would seem to be noticed."""

    def __init__(self, area: str, who: str) -> None:
        super().__init__(f"{who} objects to the {area} as it is. Mend that first; until then, no score means anything.")


class Report:
    """What the trials of one area come to."""

    def __init__(self, area: str, known: int, trials: Sequence[Trial], bar: float) -> None:
        """Take the trials, the number of mistakes from which they were drawn, and the score that is asked for."""
        self.area: Final = area
        self.bar: Final = bar
        self.known: Final = known
        self.trials: Final = trials

    @property
    def score(self) -> float:
        """The share of mistakes that were noticed, of those that can be."""
        counted = [trial for trial in self.trials if trial.counts]
        return sum(trial.noticed_by is not None for trial in counted) / len(counted) if counted else 1.0

    @property
    def survivors(self) -> list[str]:
        """Mistakes that nobody noticed."""
        return [trial.name for trial in self.trials if trial.noticed_by is None and trial.reason is None]

    @property
    def stale(self) -> list[str]:
        """Mistakes that the list names, and that are noticed."""
        return [trial.name for trial in self.trials if trial.noticed_by is not None and trial.reason is not None]

    @property
    def passes(self) -> bool:
        """Whether the tests are good enough, and the list true."""
        return self.score >= self.bar and not self.stale

    def lines(self) -> Iterator[str]:
        """The table, the survivors, and the score."""
        yield f"{self.area}: {len(self.trials)} planted mistakes of {self.known:,} that we know to make"
        yield from self._table()
        yield from (f"  survived  {name}" for name in self.survivors)
        yield from (f"  noticed now, so delete its line from the list  {name}" for name in self.stale)
        yield f"  {self.score:.1%} noticed; at least {self.bar:.0%} is asked for"

    def _table(self) -> Iterator[str]:
        groups: dict[str, Counter[str]] = defaultdict(Counter)
        for trial in self.trials:
            result = "noticed" if trial.noticed_by else "known" if trial.reason else "survived"
            groups[trial.group][result] += 1
        width = max(map(len, groups), default=0)
        yield f"  {'':{width}}  noticed  survived    known"
        for group, results in sorted(groups.items()):
            yield f"  {group:{width}}  {results['noticed']:7}  {results['survived']:8}  {results['known']:7}"


def run_trials(
    suite: Suite[M],
    draw: Callable[[Sequence[M]], Sequence[M]],
    known_survivors: Mapping[str, str],
    bar: float,
    time_is_up: Callable[[], bool],
) -> Report:
    """Try the mistakes that are drawn, one after the other, until the time is up.

    Raises `FlakySuiteError` when there is an objection without a mistake.
    """
    if who := suite.killed_by(None):
        raise FlakySuiteError(suite.area, who)
    mutants, trials = suite.mutants(), list[Trial]()
    for mutant in draw(mutants):
        if time_is_up():
            break
        name = str(mutant)
        trials.append(Trial(suite.group(mutant), name, suite.killed_by(mutant), known_survivors.get(name)))
    return Report(suite.area, len(mutants), trials, bar)


def drawing(seed: int, count: int) -> Callable[[Sequence[M]], Sequence[M]]:
    """Draw `count` of the mistakes, the same ones for the same seed, or all where there are no more."""

    def draw(mutants: Sequence[M]) -> Sequence[M]:
        return random.Random(seed).sample(mutants, min(count, len(mutants)))  # noqa: S311 - chance, not a secret

    return draw
