"""One way in which a value departs from a schema, with the place of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onepay_contract.document import Fact
from onepay_contract.kinds import Kind
from onepay_core.json_values import Json


@dataclass(frozen=True, slots=True)
class Departure:
    """One way in which a value does not fit; `fact` is the part of the contract that it does not fit."""

    kind: Kind
    pointer: str
    expected: str
    seen: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Held:
    """A value at its place, the object that it is a field of, and whether it must not be shown."""

    value: Json
    pointer: str = ""
    parent: Any = None
    hidden: bool = False

    def at(self, step: str, value: Json, *, hidden: bool = False) -> Held:
        """A part of the value."""
        return Held(value, f"{self.pointer}/{step}", self.value, hidden)


def departs(found: Sequence[Departure]) -> list[Departure]:
    """Those of the departures that make a value invalid; the others are worth a note."""
    return [one for one in found if one.kind is not Kind.UNLISTED_VALUE]
