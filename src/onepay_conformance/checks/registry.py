"""All probes and watchers, by family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from onepay_conformance.checks import (
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
    http,
    identity,
    keeping,
    lasting,
    listing,
    locks,
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
from onepay_conformance.checks.check import ActiveCheck, HistoryCheck
from onepay_conformance.contract_index import ContractIndex
from onepay_conformance.history import history_of
from onepay_conformance.target import Keys
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding

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
_LOOKING: Final = (access, identity, keeping, lasting, endings, money, moments, clocks, pages, agreeing, http)

ACTIVE_CHECKS: Final = tuple(
    value for module in _ASKING for value in vars(module).values() if isinstance(value, ActiveCheck)
)
"""In the order in which a small budget is best spent."""

HISTORY_CHECKS: Final = tuple(
    value for module in _LOOKING for value in vars(module).values() if isinstance(value, HistoryCheck)
)


def watch(exchanges: Sequence[Exchange], contract_index: ContractIndex, keys: Keys) -> Iterator[Finding]:
    """What all watchers find in what a run has sent."""
    history = history_of(exchanges, contract_index, keys)
    for one in HISTORY_CHECKS:
        found: Iterable[Finding] = one(history)
        yield from found
