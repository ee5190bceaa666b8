"""The speed of reconciliation: 10,000 entries of books against lists, events and payouts, with every kind planted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from benches.discrepancy_cases import PERIOD, agreeing, planted, split
from benches.figures import Figure, Limit, within
from benches.timing import GROUPS, Effort
from onepay_client.reconciliation import reconcile

_LIMIT: Final = 5.0


def reconciliations(effort: Effort) -> Iterator[Figure]:
    """Its one figure."""
    cases = [*agreeing(), *planted()]
    expected = sorted(case.kind for case in cases if case.kind is not None)
    ours, others = split(cases)

    def run() -> float:
        began = time.perf_counter()
        found = reconcile(PERIOD, ours, *others)
        seconds = time.perf_counter() - began
        if sorted(wrong.kind for wrong in found.discrepancies) != expected:
            raise SystemExit(f"Not what was planted: {found}")
        return seconds

    subject = f"{len(ours.records):,} entries, {len(expected)} wrong"
    yield within(Limit("reconciliation", subject, _LIMIT), run, max(GROUPS, effort.rounds // 9))
