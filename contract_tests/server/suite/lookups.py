"""Where ids that nobody makes come from: lists, and a few replies that name them."""

from __future__ import annotations

from onepay_contract.document import Operation
from server.suite.pools import SOURCES, listed_as, lists
from server.suite.surface import Surface


def sources(surface: Surface, name: str) -> list[Operation]:
    """The operations whose replies tell ids of that name."""
    listed = [one for one in surface.operations.values() if lists(one) and listed_as(one) == name]
    return [*listed, *(surface.operations[one] for one, (told, _) in SOURCES.items() if told == name)]
