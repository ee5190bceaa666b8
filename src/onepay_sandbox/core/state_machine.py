"""State machines of objects, as data: states, transitions, timers, listeners, and how each rule is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from onepay_core.json_values import Json
from onepay_sandbox.core.objects import StoredObject

Evidence: TypeAlias = Literal["documented", "observed", "inferred", "ours"]
"""How a behaviour is known; `ours` means that the sandbox had to choose, or offers it for tests."""

# Their first argument is the `UnitOfWork`, whose module imports this one.
Timer: TypeAlias = Callable[[Any, StoredObject], None]
"""What happens to an object when one of its timers is due; `unit.now` is the moment it was due."""

Listener: TypeAlias = Callable[[Any, StoredObject, StoredObject], None]
"""What an object (second) does when another, for which it waited (third), has changed its state."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One sentence about how the API behaves, how it is known, and why it is believed."""

    id: str
    evidence: Evidence
    sentence: str
    reason: str


class InvalidTransition(Exception):
    """No transition leads to the new state: the code before it should have refused the request."""


@dataclass(frozen=True, slots=True)
class StateMachine:
    """The states of one kind of object. `transitions` lists those that follow each state; its first is the initial one.

    A state that nothing follows is final: timers of an object end with it. `listeners` says what objects of this kind
    do when `UnitOfWork.notify` calls them about an object of another kind. Objects can be found by their `indexed`
    fields (`status` is one) and sorted by them; `index` gives further values by which they can. Of `counted` values the
    tenant knows how many objects have them.
    """

    kind: str
    transitions: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {"": ()})
    timers: Mapping[str, Timer] = field(default_factory=dict[str, Timer])
    listeners: Mapping[str, Listener] = field(default_factory=dict[str, Listener])
    indexed: tuple[str, ...] = ()
    counted: tuple[str, ...] = ("status",)
    index: Callable[[StoredObject], Mapping[str, Json]] | None = None
    initial: str = field(init=False)

    def __post_init__(self) -> None:
        """Objects begin in the first state."""
        object.__setattr__(self, "initial", next(iter(self.transitions)))

    def entries(self, record: StoredObject) -> dict[str, Json]:
        """By what the object is found and sorted."""
        found = {name: record.status if name == "status" else record.get(name) for name in self.indexed}
        return {**found, **self.index(record)} if self.index else found
