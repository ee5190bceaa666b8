"""A run of the suite against a sandbox with one fault in front of it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final, NamedTuple

from conformance.planted.faults import EVERYTHING, Fault
from conformance.planted.faulty import Faulty
from conformance.sandbox_transport import OfflineSandboxTransport
from onepay_conformance.checks.check import ActiveCheck
from onepay_conformance.checks.registry import ACTIVE_CHECKS
from onepay_conformance.contract_index import index_of
from onepay_conformance.policy import Watch
from onepay_conformance.run import PHASES, Effort, Options, run
from onepay_conformance.session import Session
from onepay_conformance.target import around
from onepay_contract import document as contracts
from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Findings
from onepay_sandbox import frozen
from onepay_sandbox.sandbox import Sandbox

_ANY: Final = frozenset(("payments_get",))


class Hours:
    """Time that only passes when somebody waits, so that a slow reply costs nothing."""

    def __init__(self) -> None:
        self._passed = 0.0

    def elapsed(self) -> float:
        """The seconds that were waited so far."""
        return self._passed

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._passed += seconds


class Step(NamedTuple):
    """A phase or an active check of a run, and how many exchanges were made before it."""

    name: str
    before: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a run: how often the fault showed, and what was found."""

    fault: Fault
    applied: int
    findings: Findings
    exchanges: Sequence[Exchange]
    steps: Sequence[Step]

    @property
    def naming(self) -> list[Finding]:
        """The findings that name the fault, by operation and kind."""
        return [finding for finding in self.findings if self.fault.is_named_by(finding)]

    @property
    def likely(self) -> list[str]:
        """The phases and active checks that are likely to have named the fault: the last, and whose exchange shows it.

        A history check tells of an exchange some time after it was made.
        """
        shown = {id(finding.exchange) for finding in self.naming}
        places = [number for number, exchange in enumerate(self.exchanges) if id(exchange) in shown]
        found = [[step.name for step in self.steps if step.before <= place][-1] for place in places]
        return list(dict.fromkeys([*found, self.steps[-1].name]))


def tried(fault: Fault, *, seed: int = 0, only: frozenset[str] | None = None, within: str | None = None) -> Trial:
    """Run everything until the fault is named, with the usual effort; on `only` some operations if given.

    Chains lead from anywhere to anywhere, so those of some operations alone are left out. `within` names the one phase
    or active check that is run in the place of everything.
    """
    hours: Final = Hours()
    effort = Effort(chains=0) if only else Effort()
    watch = Watch(elapsed=hours.elapsed, sleep=hours.wait)
    exchanges: list[Exchange] = []
    options = Options(only=only, effort=effort, watch=watch, until=fault.is_named_by, record=exchanges.append)
    begun: list[Step] = []
    checks = [_noted(check, begun, exchanges) for check in _by_worth(fault) if within in {None, check.name}]
    phases = PHASES if within is None else (within,) if within in PHASES else ("checks",)
    with sandbox() as true:
        faulty = Faulty(OfflineSandboxTransport(true), fault, contracts.load(), hours.wait)
        report = run(around(faulty), seed=seed, phases=phases, options=options, checks=checks)
    return Trial(fault, faulty.applied, report.findings, exchanges, _steps(report.figures.requests, begun))


def _steps(requests: Mapping[str, int], checks: Sequence[Step]) -> list[Step]:
    """The phases of a run, with the active checks in the place of theirs, each with the exchanges before it."""
    before = accumulate(requests.values(), initial=0)
    phases = [Step(name, count) for name, count in zip(requests, before, strict=False)]
    return [step for phase in phases for step in (checks if phase.name == "checks" else [phase])]


def _noted(check: ActiveCheck, begun: list[Step], exchanges: Sequence[Exchange]) -> ActiveCheck:
    """The check, which adds itself to `begun` when it begins."""

    def function(session: Session) -> Iterator[Finding]:
        begun.append(Step(check.name, len(exchanges)))
        yield from check.function(session)

    return replace(check, function=function)


def _by_worth(fault: Fault) -> list[ActiveCheck]:
    """All active checks, those of the fault's own subject first, since they are the likeliest to name it."""
    subject = subject_of(fault)
    return sorted(ACTIVE_CHECKS, key=lambda check: not _module(check).startswith(subject))


def subject_of(fault: Fault) -> str:
    """What a fault is about: the name of its module in the catalogue."""
    return fault.act.__module__.rpartition(".")[2].removesuffix("_faults")


def _module(check: ActiveCheck) -> str:
    return check.function.__module__.rpartition(".")[2]


@contextmanager
def sandbox() -> Generator[Sandbox]:
    """A sandbox of its own, in memory, with its clock frozen."""
    made = Sandbox(clock=frozen(), seed=7)
    try:
        yield made
    finally:
        made.close()


def neighbourhood(fault: Fault, contract: Contract) -> frozenset[str]:
    """The operations that have to do with a fault: its own, their families, and those at the same paths.

    A whole run tests all of them too, in the same way; what it tests besides cannot name the fault. One that any
    operation may name is looked for in a few.
    """
    own = (fault.operations | fault.hears) - {EVERYTHING} or _ANY
    index = index_of(contract)
    families = {index.family(contract.operations[name]) for name in own}
    paths = {contract.operations[name].path for name in own}
    near = (
        operation.id
        for operation in contract.operations.values()
        if index.family(operation) in families or operation.path in paths
    )
    return own | frozenset(near)
