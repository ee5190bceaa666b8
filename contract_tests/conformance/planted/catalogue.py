"""All planted faults."""

from __future__ import annotations

from typing import Final

from conformance.planted import (
    access,
    again,
    crossing,
    elsewhere,
    keyed,
    lenient,
    letters,
    lists,
    lives,
    money,
    odd,
    outcomes,
    referring,
    refusals,
    repeats,
    shapes,
    sifting,
    times,
    whole,
    wire,
)
from conformance.planted.faults import Fault

_MODULES: Final = (
    shapes,
    wire,
    refusals,
    lenient,
    odd,
    repeats,
    again,
    keyed,
    access,
    referring,
    lives,
    elsewhere,
    letters,
    money,
    lists,
    sifting,
    crossing,
    whole,
    outcomes,
    times,
)

CATALOGUE: Final = tuple(value for module in _MODULES for value in vars(module).values() if isinstance(value, Fault))
"""Every fault, family by family."""
