"""The cases that schemathesis draws from a contract, drawn once and run against many servers.

Drawing is what costs, so a corpus is kept for the process, by the contract's own text.
A case is independent of any run: its ids are those of the documented examples, and `planning` puts in good ones.
"""

from __future__ import annotations

import functools
import hashlib
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from onepay_conformance.generation import drawing
from onepay_conformance.generation.drawing import Case, DrawnFrom, Strategy
from onepay_contract.document import Contract


class Target(StrEnum):
    """What part of a request a case is about."""

    BODY = "body"
    QUERY = "query"
    HEADER = "header"
    PATH = "path"
    METHOD = "method"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """A case as it was drawn, and what schemathesis says of it.

    `operation` is the operationId, `number` its place among the operation's, `location` where the rule that it breaks
    stands in the schema, and `parameter` whose rule it is. `linked` are the path parameters that a link has given it.
    """

    operation: str
    phase: str
    number: int
    is_negative: bool
    aim: Target
    scenario: str
    location: str
    parameter: str
    sentence: str
    case: Case = field(repr=False)
    linked: frozenset[str] = frozenset()

    @classmethod
    def of(cls, operation: str, phase: str, number: int, case: Case) -> DrawnCase:
        """Read what a case says of itself, once: its metadata is checked anew whenever it is read."""
        meta = case.meta
        data: Any = meta.phase.data if meta else None
        shown = [str(getattr(data, name, None) or "") for name in ("scenario", "location", "parameter", "description")]
        is_negative = meta is not None and meta.generation.mode.is_negative
        place = getattr(data, "parameter_location", None)
        aim = _aim(shown[0], str(place or ""))
        return cls(operation, phase, number, is_negative, aim, shown[0], shown[1], shown[2], shown[3], case)

    @property
    def label(self) -> str:
        """What names the case in journals and reports."""
        return f"{self.phase}/{self.operation}/{self.number}"

    @property
    def kind(self) -> str:
        """What it has in common with cases that break the same rule at the same place."""
        shown = f"{self.scenario} {self.location} {self.parameter} {self.sentence}"
        return f"{self.operation} {self.case.method} {self.is_negative} {self.aim} {shown}"

    def lacks_header(self, name: str) -> bool:
        """Whether leaving this header out is its point."""
        is_about_it = self.is_negative and self.aim == Target.HEADER
        return is_about_it and name not in {header.lower() for header in self.case.headers}


class Corpus:
    """The cases of one contract, by phase; each operation's are drawn when they are first asked for.

    Examples and coverage follow from the contract alone; a seed only chooses among them.
    """

    def __init__(self, document: str) -> None:
        """Read the contract `document`, JSON."""
        self._operations: Final = drawing.read(document)
        self._drawn: Final[dict[tuple[str, str, int, int], tuple[DrawnCase, ...]]] = {}
        self._sources: Final[dict[str, tuple[Strategy, ...]]] = {}

    def examples(self, operation: str) -> tuple[DrawnCase, ...]:
        """The documented examples; one case that schemathesis makes up where there are none."""
        return self._kept("examples", operation, drawing.examples)

    def coverage(self, operation: str) -> tuple[DrawnCase, ...]:
        """Each rule of the contract kept and broken, one at a time."""
        return self._kept("coverage", operation, drawing.coverage)

    def fuzzing(self, operation: str, many: int, seed: int) -> tuple[DrawnCase, ...]:
        """Random cases, as many that keep the contract as that break it."""

        def draw(item: DrawnFrom) -> list[Case]:
            return drawing.fuzzing(self._sources_of(item), many, seed)

        return self._kept("fuzzing", operation, draw, many, seed)

    @functools.cached_property
    def machine(self) -> DrawnFrom:
        """The state machine that schemathesis makes of the contract's links."""
        return drawing.machine(self._operations)

    def _sources_of(self, operation: DrawnFrom) -> tuple[Strategy, ...]:
        """They cost more than drawing from them a few times, and two contracts' operations of one name are equal."""
        if operation.label not in self._sources:
            self._sources[operation.label] = drawing.strategies(operation)
        return self._sources[operation.label]

    def _kept(
        self, phase: str, name: str, draw: Callable[[DrawnFrom], list[Case]], many: int = 0, seed: int = 0
    ) -> tuple[DrawnCase, ...]:
        key = (phase, name, many, seed)
        if key not in self._drawn:
            random.seed(f"{seed} {name}")  # schemathesis draws a few values from the global generator
            cases = draw(self._operations[name]) if name in self._operations else []
            self._drawn[key] = tuple(DrawnCase.of(name, phase, number, item) for number, item in enumerate(cases))
        return self._drawn[key]


def corpus_of(contract: Contract) -> Corpus:
    """The corpus of a contract; the same one for every run of this process."""
    return corpus_in(json.dumps(contract.document, sort_keys=True))


@functools.lru_cache(maxsize=16)
def corpus_in(document: str) -> Corpus:
    """The corpus of a contract as JSON; it is kept."""
    return Corpus(document)


def thinned(cases: Sequence[DrawnCase], each: int, chosen: int) -> Iterator[DrawnCase]:
    """At most `each` cases of one kind: of those that break the same rule at the same place, the seed chooses."""
    kinds: dict[str, list[DrawnCase]] = {}
    for case in cases:
        kinds.setdefault(case.kind, []).append(case)
    for kind, alike in kinds.items():
        chance = random.Random(hashlib.sha256(f"{chosen} {kind}".encode()).digest())  # noqa: S311 - no secret
        yield from sorted(chance.sample(alike, min(each, len(alike))), key=lambda item: item.number)


def _aim(scenario: str, place: str) -> Target:
    if scenario == "unspecified_http_method":
        return Target.METHOD
    named = place.rpartition(".")[2].lower()
    return Target(named) if named in tuple(Target) else Target.WHOLE
