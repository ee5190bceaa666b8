"""Which operations meet which faults.

In the ordinary run, each operation is dealt a part of the faults, on each side another, so that together the operations
of a kind meet every one of them on both sides. With `HYPOTHESIS_PROFILE=searching`, as in `nox -s soak`, every
operation meets every fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

import pytest

from onepay_contract.document import Operation
from support.client_variants import NAMES
from support.contract import Contract
from support.effort import is_thorough
from support.judge import requires_key

T = TypeVar("T")

HANDS: Final = 6
"""Among how many operations of a kind the faults are dealt, where the kind has so many."""


def kind_of(operation: Operation) -> str:
    """What a retry may do to an operation: its method where it may be repeated, or whether a key protects it."""
    if requires_key(operation):
        return "keyed"
    return operation.method if operation.is_idempotent else "unkeyed"


def _kinds() -> dict[str, list[Operation]]:
    kinds: dict[str, list[Operation]] = {}
    for operation in Contract.load().operations.values():
        kinds.setdefault(kind_of(operation), []).append(operation)
    return kinds


KINDS: Final = _kinds()

every_kind: Final = pytest.mark.parametrize("kind", KINDS)
"""One test for each kind of operation."""


def dealt(kind: str, cards: Sequence[T], side: str) -> Iterator[tuple[Operation, list[T]]]:
    """Each operation of a kind with its part of the cards."""
    hands = 1 if is_thorough() else min(HANDS, len(KINDS[kind]), len(cards))
    first = NAMES.index(side) * (hands // 2)
    for number, operation in enumerate(KINDS[kind], first):
        yield operation, list(cards[number % hands :: hands])
