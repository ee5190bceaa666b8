"""All checks, by subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import (
    authorization,
    filters,
    http,
    idempotency,
    lifecycle,
    money,
    pagination,
    persistence,
    references,
    time,
    validation,
    webhooks,
)
from onepay_conformance.checks.check import ActiveCheck, HistoryCheck
from onepay_conformance.history import History
from onepay_contract.findings import Finding

_MODULES: Final = (
    authorization,
    idempotency,
    lifecycle,
    persistence,
    pagination,
    filters,
    money,
    references,
    time,
    validation,
    http,
    webhooks,
)
"""In the order in which a small budget is best spent."""

ACTIVE_CHECKS: Final = tuple(
    value for module in _MODULES for value in vars(module).values() if isinstance(value, ActiveCheck)
)
"""In the order in which a small budget is best spent."""

HISTORY_CHECKS: Final = tuple(
    value for module in _MODULES for value in vars(module).values() if isinstance(value, HistoryCheck)
)


def history_findings(history: History) -> Iterator[Finding]:
    """The findings of all history checks over what a run has sent."""
    for check in HISTORY_CHECKS:
        found: Iterable[Finding] = check(history)
        yield from found
