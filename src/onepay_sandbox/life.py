"""What a kind of object can become, as data: its states and moves, its timers, and how all of it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from onepay_sandbox.objects import Record
    from onepay_sandbox.unit import Unit

Evidence: TypeAlias = Literal["documented", "observed", "inferred", "ours"]
"""How a behaviour is known; `ours` means that the sandbox had to choose, or offers it for tests."""

Timer: TypeAlias = "Callable[[Unit, Record], None]"
"""What happens to an object when one of its timers is due; `unit.now` is the moment it was due."""

Hearer: TypeAlias = "Callable[[Unit, Record, Record], None]"
"""What an object (first) does when another, for which it waited (second), has changed its state."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One sentence about how the API behaves, how it is known, and why it is believed."""

    id: str
    evidence: Evidence
    sentence: str
    reason: str


class IllegalMove(Exception):
    """An object was told to go where its life does not lead; code that meets this has forgotten a refusal."""


@dataclass(frozen=True, slots=True)
class Life:
    """The life of one kind of object. `moves` lists the states that each state leads to; its first is the start.

    A state that leads nowhere is final: timers of an object end with it. `hears` names what objects of this
    kind do when `Unit.tell` brings them news of an object of another kind.
    """

    kind: str
    moves: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"": ()})
    timers: Mapping[str, Timer] = field(default_factory=dict[str, Timer])
    hears: Mapping[str, Hearer] = field(default_factory=dict[str, Hearer])

    @property
    def start(self) -> str:
        """The state in which objects begin."""
        return next(iter(self.moves))

    def leads(self, state: str, target: str) -> bool:
        """Whether `state` may become `target`."""
        return target in self.moves[state]

    def is_final(self, state: str) -> bool:
        """Whether nothing follows `state`."""
        return not self.moves[state]
