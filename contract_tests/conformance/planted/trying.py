"""A run of the suite against a sandbox with one fault in front of it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

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


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a run: how often the fault showed, and what was found."""

    fault: Fault
    applied: int
    findings: Findings
    ended_in: str
    """The phase or the active check in which the run ended."""

    @property
    def naming(self) -> list[Finding]:
        """The findings that name the fault, by operation and kind."""
        return [finding for finding in self.findings if self.fault.is_named_by(finding)]


def tried(fault: Fault, *, seed: int = 0, only: frozenset[str] | None = None, within: str | None = None) -> Trial:
    """Run everything until the fault is named, with the usual effort; on `only` some operations if given.

    Chains lead from anywhere to anywhere, so those of some operations alone are left out. `within` names the one phase
    or active check that is run in the place of everything.
    """
    hours: Final = Hours()
    effort = Effort(chains=0) if only else Effort()
    watch = Watch(elapsed=hours.elapsed, sleep=hours.wait)
    options = Options(only=only, effort=effort, watch=watch, until=fault.is_named_by)
    begun: list[str] = []
    checks = [_noted(check, begun) for check in _by_worth(fault) if within in {None, check.name}]
    phases = PHASES if within is None else (within,) if within in PHASES else ("checks",)
    with sandbox() as true:
        faulty = Faulty(OfflineSandboxTransport(true), fault, contracts.load(), hours.wait)
        report = run(around(faulty), seed=seed, phases=phases, options=options, checks=checks)
    last = [*report.figures.requests][-1]
    return Trial(fault, faulty.applied, report.findings, begun[-1] if last == "checks" and begun else last)


def _noted(check: ActiveCheck, begun: list[str]) -> ActiveCheck:
    """The check, which adds its name to `begun` when it begins."""

    def function(session: Session) -> Iterator[Finding]:
        begun.append(check.name)
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
