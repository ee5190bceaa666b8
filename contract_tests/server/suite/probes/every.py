"""All probes and watchers, by family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding
from server.suite.probes import (
    access,
    agreeing,
    apart,
    borrowing,
    bounds,
    clocks,
    combining,
    deciding,
    declining,
    endings,
    filling,
    identity,
    keeping,
    lasting,
    listing,
    locks,
    manners,
    misusing,
    moments,
    money,
    pages,
    replaying,
    returning,
    saving,
    spelling,
    steady,
    trespassing,
    undoing,
    varying,
)
from server.suite.probes.probe import Probe, Watcher
from server.suite.probes.trail import trail_of
from server.suite.server import Keys
from server.suite.surface import Surface

_ASKING: Final = (
    trespassing,
    replaying,
    apart,
    returning,
    locks,
    undoing,
    keeping,
    listing,
    combining,
    saving,
    steady,
    borrowing,
    clocks,
    spelling,
    varying,
    filling,
    declining,
    deciding,
    misusing,
    bounds,
)
_LOOKING: Final = (access, identity, keeping, lasting, endings, money, moments, clocks, pages, agreeing, manners)

PROBES: Final = tuple(value for module in _ASKING for value in vars(module).values() if isinstance(value, Probe))
"""In the order in which a small budget is best spent."""

WATCHERS: Final = tuple(value for module in _LOOKING for value in vars(module).values() if isinstance(value, Watcher))


def watch(exchanges: Sequence[Exchange], surface: Surface, keys: Keys) -> Iterator[Finding]:
    """What all watchers find in what a run has sent."""
    trail = trail_of(exchanges, surface, keys)
    for one in WATCHERS:
        found: Iterable[Finding] = one(trail)
        yield from found
