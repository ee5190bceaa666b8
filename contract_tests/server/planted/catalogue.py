"""All planted faults."""

from __future__ import annotations

from typing import Final

from server.planted import access, lenient, lists, lives, money, refusals, repeats, shapes, times, wire
from server.planted.faults import Fault

_MODULES: Final = (shapes, wire, refusals, lenient, repeats, access, lives, money, lists, times)

CATALOGUE: Final = tuple(value for module in _MODULES for value in vars(module).values() if isinstance(value, Fault))
"""Every fault, family by family."""
