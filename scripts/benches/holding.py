"""The cost of checking a server against the contract.

The server is the sandbox in the same process, so that nothing waits for a network: what is timed is the drawing of the
cases, the sandbox's own work, and the judging. Two processes on two cores do twice as much.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import Final

from benches.figures import Figure, Limit, within
from benches.timing import GROUPS, Effort

CASE_LIMIT: Final = 1 / 125
_OFTEN: Final = 1_000


def holding(effort: Effort) -> Iterator[Figure]:
    """The seconds of one core for one case of a run, of a whole one or, in a smoke run, of one operation."""
    limit = Limit("conformance: a case", "one core", CASE_LIMIT)
    yield within(limit, partial(_case, count(), is_whole=effort.payments >= _OFTEN), GROUPS)


def _case(seeds: Iterator[int], *, is_whole: bool) -> float:
    from conformance.sandbox_transport import in_process  # noqa: PLC0415
    from onepay_conformance.checks.registry import ACTIVE_CHECKS  # noqa: PLC0415
    from onepay_conformance.generation.corpus import corpus_in  # noqa: PLC0415
    from onepay_conformance.run import Options, run  # noqa: PLC0415
    from onepay_sandbox.sandbox import Sandbox  # noqa: PLC0415 - whoever asks for other figures need not wait for these

    corpus_in.cache_clear()
    sandbox = Sandbox()
    begun = time.process_time()
    checks, options = (ACTIVE_CHECKS, Options()) if is_whole else ((), Options(only=frozenset({"banks_list"})))
    report = run(in_process(sandbox), seed=next(seeds), checks=checks, options=options)
    seconds = time.process_time() - begun
    sandbox.close()
    return seconds / report.figures.sent
