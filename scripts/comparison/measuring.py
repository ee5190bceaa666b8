"""Plants faults one after another, and lets each tool look for them."""

from __future__ import annotations

import multiprocessing
import zlib
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.queues import SimpleQueue
from typing import Final, NamedTuple, TypeAlias

from comparison.operations import near
from comparison.results import Clean, Row, subject_of
from comparison.tools import TOOLS, Job, Outcome, Place, apart
from conformance.planted.faults import Fault
from onepay_conformance.contract_index import ContractIndex

Result: TypeAlias = Clean | Row | BaseException | None
Run: TypeAlias = Callable[[str, Job], Outcome]

CLEAN_RUNS: Final = 2
"""Runs of each tool against the server without a fault."""
_PROCESSES: Final = multiprocessing.get_context("fork")


class Plan(NamedTuple):
    """What to measure: these faults in their order, with a seed, until it is late, in so many processes."""

    faults: Sequence[Fault]
    contract_index: ContractIndex
    seed: int
    is_late: Callable[[], bool]
    processes: int


class CleanServer:
    """What each tool finds on the server without a fault, in certain operations; each is tried once with each seed.

    With a fault a tool takes another course than without it, so that what it finds by chance may show there alone.
    """

    def __init__(self, known: Sequence[Clean], seed: int, run: Run = apart) -> None:
        """`known` is known already."""
        self.found: Final = {(item.tool, frozenset(item.operations)): _places(item) for item in known}
        self._seed: Final = seed
        self._run: Final = run

    def findings(self, tool: str, operations: frozenset[str], budget: int) -> tuple[frozenset[Place], Clean | None]:
        """The findings of a tool, and what is to be kept of them if they are new."""
        if (tool, operations) in self.found:
            return self.found[tool, operations], None
        seeds = range(self._seed, self._seed + CLEAN_RUNS)
        found = frozenset[Place]().union(*(self._run(tool, Job(None, operations, n, budget)).found for n in seeds))
        self.found[tool, operations] = found
        return found, Clean(tool, sorted(operations), sorted(found))


def trial(
    fault: Fault, operations: frozenset[str], clean: CleanServer, seed: int, run: Run = apart
) -> Iterator[Clean | Row]:
    """Run each tool with the fault, and without it where that matters. Ours may send what schemathesis has sent.

    A tool has found the fault where it found what it does not find without: another check, or another operation.
    """
    found: dict[str, bool] = {}
    requests: dict[str, int] = {}
    for tool in TOOLS:
        budget = requests.get("schemathesis", 0)
        outcome = run(tool, Job(fault, operations, seed, budget, clean.found.get((tool, operations), frozenset())))
        found[tool], requests[tool] = bool(outcome.found), outcome.requests
        if outcome.found:
            known, new = clean.findings(tool, operations, budget)
            if new:
                yield new
            if known and tool != "schemathesis":  # which went on after what it has found first
                outcome = run(tool, Job(fault, operations, seed, budget, known))
            found[tool] = bool(outcome.found - known)
    yield Row(fault.name, subject_of(fault.kinds).name, found, requests)


def measured(plan: Plan, known: Sequence[Clean]) -> Iterator[Clean | Row]:
    """The results as they come. `known` are those of the server without a fault that are known already."""
    queue: SimpleQueue[Result] = _PROCESSES.SimpleQueue()
    parts = [[fault for fault in plan.faults if _part(fault, plan) == n] for n in range(plan.processes)]
    workers = [_PROCESSES.Process(target=_work, args=(plan._replace(faults=part), known, queue)) for part in parts]
    for worker in workers:
        worker.start()
    working = len(workers)
    while working:
        result = queue.get()
        if isinstance(result, BaseException):
            raise result
        if result is None:
            working -= 1
        else:
            yield result
    for worker in workers:
        worker.join()


def _part(fault: Fault, plan: Plan) -> int:
    """Faults in the same operations go to the same process, since they have the server without a fault in common."""
    return zlib.crc32(" ".join(sorted(near(fault, plan.contract_index))).encode()) % plan.processes


def _work(plan: Plan, known: Sequence[Clean], queue: SimpleQueue[Result]) -> None:
    clean = CleanServer(known, plan.seed)
    try:
        for fault in plan.faults:
            if plan.is_late():
                break
            for result in trial(fault, near(fault, plan.contract_index), clean, plan.seed):
                queue.put(result)
    except BaseException as error:  # noqa: BLE001 - the process that asked raises it
        queue.put(error)
    else:
        queue.put(None)


def _places(item: Clean) -> frozenset[Place]:
    return frozenset((check, operation) for check, operation in item.findings)
