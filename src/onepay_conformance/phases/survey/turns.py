"""Turns of probes: each sends in proportion to its worth, over one operation of every family before the second."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Final, TypeAlias

from onepay_contract.document import Operation
from onepay_contract.findings import Finding

Unit: TypeAlias = Iterator[Finding]
"""Some requests about one operation, with what they find."""
_QUANTUM: Final = 2.0
"""So many requests a probe of worth 1 may send in each round."""


def spread(operations: Iterable[Operation]) -> list[Operation]:
    """One operation of each tag, then the second of each, and so on."""
    by_tag: dict[str, list[Operation]] = {}
    for operation in operations:
        by_tag.setdefault(operation.tag, []).append(operation)
    return [operation for turn in zip_longest(*by_tag.values()) for operation in turn if operation]


def in_turns(queues: Mapping[str, tuple[float, Iterator[Unit]]], spent: Callable[[], int]) -> Iterator[Finding]:
    """Deficit round robin: each queue of units sends in proportion to its worth; `spent` counts requests."""
    left = dict(queues)
    credit = dict.fromkeys(left, 0.0)
    while left:
        for name, (worth, units) in list(left.items()):
            credit[name] += worth * _QUANTUM
            while credit[name] > 0 and name in left:
                before = spent()
                unit = next(units, None)
                if unit is None:
                    del left[name]
                else:
                    yield from unit
                credit[name] -= spent() - before
