"""One run: what is asked of a server, in which order, and what came of it."""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from onepay_conformance import cleanup, preparation
from onepay_conformance.aborts import (
    Abort,
    BudgetSpent,
    GoalReached,
    Interrupted,
    LiveKeySeen,
    RedirectedOffHost,
    Refused,
)
from onepay_conformance.checks.check import ActiveCheck
from onepay_conformance.checks.registry import history_findings
from onepay_conformance.cleanup import Kept
from onepay_conformance.contract_index import index_of
from onepay_conformance.control import Counted
from onepay_conformance.generation.corpus import Corpus, DrawnCase, corpus_of
from onepay_conformance.history import HistoryReader
from onepay_conformance.journal import Journal
from onepay_conformance.phases import drawn, keys, stateful, survey, walks
from onepay_conformance.policy import Budget, RunPolicy, TokenBucket, Watch
from onepay_conformance.reply_checks import SLOW, Checks, no_reply_finding
from onepay_conformance.sender import NoReply, Sender
from onepay_conformance.session import CannotMake, Scope, Session
from onepay_conformance.target import Server
from onepay_contract import document as contracts
from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Findings, Kind, merged
from onepay_contract.judging import Judge

PHASES: Final = ("examples", "survey", "checks", "walks", "keys", "coverage", "fuzzing", "stateful")
"""All phases, in the order in which a small budget is best spent."""
_WHOLE: Final = 6_000
"""With so many requests left, all checks can be afforded, and no survey is needed."""
_FIRST_LOOK: Final = 30
"""After so many exchanges a run that ends with a finding reads its history for the first time."""
_STOPS: Final[Mapping[type[Abort], Kind]] = MappingProxyType(
    {LiveKeySeen: Kind.SECRET_IN_REPLY, RedirectedOffHost: Kind.REDIRECTED}
)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much each phase does; the values make a run of some seconds against the sandbox."""

    each: int = 1
    """Cases for each rule of the contract that is kept or broken."""
    many: int = 2
    """Random cases for each operation, of those that keep the contract and of those that break it."""
    rounds: int = 2
    """Walks from each operation that makes something."""
    chains: int = 1
    """Times that the state machine chooses some scenarios."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run may be told besides; `skipped`, `only` and `part` are those of its `Scope`.

    The run ends, and cleans up nothing, with the first finding that satisfies `until`.
    """

    contract: Contract | None = None
    effort: Effort = Effort()
    objects: int = 100_000
    rate: float | None = None
    slow: float = SLOW
    skipped: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    part: tuple[int, int] = (0, 1)
    watch: Watch = field(default_factory=Watch)
    journal: Journal | None = None
    record: Callable[[Exchange], object] | None = None
    until: Callable[[Finding], bool] | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run has cost: requests by phase and in all, its seconds, and what it could not clean up."""

    requests: Mapping[str, int]
    sent: int
    seconds: float
    left: Sequence[str]
    kept: Sequence[Kept] = ()
    """What was made and that no call undoes, as far as it has not ended."""
    unanswered: Mapping[str, Mapping[int, int]] = field(default_factory=dict[str, Mapping[int, int]])
    """The operations that were called and never answered 2xx, with how often each status came."""

    @property
    def each_second(self) -> float:
        """Requests in a second, with everything that is done for them."""
        return self.sent / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """What a run has found. `stopped` says why it ended early; None when it did everything."""

    findings: Findings
    exchanges: Sequence[Exchange]
    figures: Figures
    stopped: str | None = None
    is_finished: bool = True
    """Whether the run did all that it was allowed to; where not, that nothing was found says little."""


def run(  # noqa: PLR0913 - what a caller decides, each with its name
    server: Server,
    *,
    seed: int = 0,
    budget: int = 100_000,
    phases: Iterable[str] = PHASES,
    read_only: bool = False,
    checks: Sequence[ActiveCheck] = (),
    options: Options | None = None,
) -> Report:
    """Ask `server` everything, send at most `budget` requests, and clean up. The same seed asks the same."""
    running = _Run(server, seed, budget, read_only=read_only, options=options or Options())
    try:
        return running.all([name for name in PHASES if name in set(phases)], checks)
    finally:
        running.close()


class _Run:
    def __init__(self, server: Server, seed: int, budget: int, *, read_only: bool, options: Options) -> None:
        contract = options.contract or contracts.load()
        journal = options.journal or Journal()
        self._options: Final = options
        self._watch: Final = options.watch
        self._began: Final = self._watch.elapsed()
        self._checks: Final = Checks(Judge(contract), options.slow)
        self._findings: Final = Findings()
        self._next_look = _FIRST_LOOK
        self._exchanges: Final[list[Exchange]] = []
        allowance = Budget(budget, options.objects, sent=journal.past.sent, kept_aside=len(journal.past.made))
        policy = RunPolicy(allowance, TokenBucket(self._watch, options.rate), self._watch, read_only)
        contract_index = index_of(contract)
        self._sender: Final = Sender(_counted(server, allowance), contract_index, policy, journal, self._recorded)
        journal.begins(seed, journal.past.run or _name(seed, self._watch.stamp()))
        name = f"{journal.past.run}-{journal.past.turns}"  # names and keys of earlier turns are used up
        scope = Scope(options.skipped, options.only, options.part)
        self._session: Final = Session(contract_index, self._sender, seed, name, scope)
        self._history: Final = HistoryReader(contract_index, server.keys)
        self._corpus: Final[Corpus] = corpus_of(contract)
        self._is_surveyed = False

    def close(self) -> None:
        self._sender.close()
        if self._options.journal:
            self._options.journal.close()

    def all(self, phases: Sequence[str], checks: Sequence[ActiveCheck]) -> Report:
        counts: Counter[str] = Counter()
        stop: Abort | None = None
        try:
            self._counted(counts, "preparing", self._prepared())
            self._look_back()
            self._is_surveyed = "survey" in phases and self._session.sender.policy.budget.left < _WHOLE
            for name in phases:
                self._counted(counts, name, self._phase(name, checks))
                self._look_back()
        except Abort as error:
            stop = error
            self._note(error)
        except KeyboardInterrupt:
            stop = Interrupted("Somebody stopped the run.")
        reason = _reason(stop, phases, counts) if stop else None
        requested = len(self._exchanges)  # cleaning may ask again for what an earlier turn has made
        left = self._cleaned(counts, stop)
        self._findings.add(*self._history_findings(self._exchanges[:requested]))
        seconds = self._watch.elapsed() - self._began
        index, exchanges = self._session.contract_index, self._exchanges
        kept = cleanup.kept(index, exchanges, self._session.states)
        figures = Figures(counts, len(exchanges), seconds, left, kept, _unanswered(exchanges))
        called = {exchange.operation for exchange in self._exchanges if exchange.operation}
        is_finished = stop is None or isinstance(stop, BudgetSpent | GoalReached)
        return Report(merged(self._findings, len(called)), self._exchanges, figures, reason, is_finished)

    def _counted(self, counts: Counter[str], name: str, found: Iterable[Finding]) -> None:
        before = len(self._exchanges)
        try:
            for finding in found:
                last = self._exchanges[-1:]
                is_its_own = bool(last) and last[0].operation == finding.operation
                self._add(finding.shown_by(last[0]) if is_its_own else finding)
        finally:
            counts[name] += len(self._exchanges) - before

    def _prepared(self) -> Iterator[Finding]:
        control = self._sender.server.control
        now = control.now() if control else None
        if now:
            self._session.bodies.begin_at(now)
        try:
            preparation.log_in(self._session)
            preparation.pay(self._session)
        except (CannotMake, NoReply, Refused):
            return
        yield from ()

    def _phase(self, name: str, checks: Sequence[ActiveCheck]) -> Iterator[Finding]:
        session, effort = self._session, self._options.effort
        match name:
            case "examples" | "coverage" | "fuzzing":
                return drawn.run(session, self._checks, self._drawn(name))
            case "survey":
                return survey.run(session) if self._is_surveyed else iter(())
            case "keys":
                return keys.run(session)
            case "stateful":
                return stateful.run(session, self._checks, self._corpus, effort.chains)
            case "walks":
                return walks.run(session, effort.rounds)
            case _:
                return self._checked(checks)

    def _drawn(self, name: str) -> Iterator[DrawnCase]:
        session, effort = self._session, self._options.effort
        match name:
            case "examples":
                return drawn.examples(session, self._corpus, is_brief=self._is_surveyed)
            case "coverage":
                return drawn.coverage(session, self._corpus, effort.each)
            case _:
                return drawn.fuzzing(session, self._corpus, effort.many)

    def _checked(self, checks: Sequence[ActiveCheck]) -> Iterator[Finding]:
        for check in checks:
            if not self._session.takes(f"checks/{check.name}"):
                continue
            with contextlib.suppress(CannotMake, Refused, NoReply):
                yield from check(self._session)
            self._look_back()
            self._sender.journal.finished(f"checks/{check.name}")

    def _cleaned(self, counts: Counter[str], stop: Abort | None) -> list[str]:
        journal = self._sender.journal
        left: list[str] = []

        def cleaned() -> Iterator[Finding]:
            left.extend(cleanup.clean(self._session))
            yield from ()

        try:
            if (stop is None or stop.may_clean) and not self._sender.policy.read_only:
                self._counted(counts, "cleaning", cleaned())
                return left
        except Abort as error:
            self._note(error)
        except KeyboardInterrupt:
            pass  # asked twice to stop: what is left is named, and a resumed run cleans it up
        return list(journal.past.made)

    def _recorded(self, exchange: Exchange) -> None:
        self._exchanges.append(exchange)
        if self._options.record:
            self._options.record(exchange)
        self._add(*(finding.shown_by(exchange) for finding in self._checks.of_reply(exchange)))

    def _add(self, *findings: Finding) -> None:
        self._findings.add(*findings)
        if self._options.until and any(map(self._options.until, findings)):
            raise GoalReached("What was looked for was found.")

    def _look_back(self) -> None:
        """Read the history before the run is over, where it ends with a finding, each time that it is half as long."""
        if self._options.until and len(self._exchanges) >= self._next_look:
            self._next_look = len(self._exchanges) * 3 // 2
            self._add(*filter(self._options.until, self._history_findings(self._exchanges)))

    def _history_findings(self, exchanges: Sequence[Exchange]) -> Iterator[Finding]:
        return history_findings(self._history.read(exchanges))

    def _note(self, stop: Abort) -> None:
        """A stop that is the server's doing is a finding too."""
        kind, reply = _STOPS.get(type(stop)), stop.exchange
        if kind and reply:
            operation = reply.operation or "unknown"
            self._findings.add(
                Finding.of(kind, operation, reply.status, expected="nothing of the kind", actual=str(stop))
            )
        if isinstance(stop.__cause__, NoReply):
            self._findings.add(*no_reply_finding(stop.__cause__))


def _unanswered(exchanges: Sequence[Exchange]) -> dict[str, Mapping[int, int]]:
    """The operations that never answered 2xx, with how often each status came."""
    statuses: dict[str, Counter[int]] = {}
    for exchange in exchanges:
        if exchange.operation:
            statuses.setdefault(exchange.operation, Counter())[exchange.status] += 1
    return {
        name: dict(sorted(counts.items()))
        for name, counts in sorted(statuses.items())
        if not any(200 <= status < 300 for status in counts)
    }


def _counted(server: Server, allowance: Budget) -> Server:
    """The same server, whose control is paid for."""
    control = server.control and Counted(server.control, lambda: allowance.spend(makes=False))
    return replace(server, control=control)


def _reason(stop: Abort, phases: Sequence[str], begun: Mapping[str, int]) -> str:
    """Why a run ended early, and what of it was left undone, so that nobody takes silence for praise."""
    known = [name for name in phases if name in begun]
    rest = [*known[-1:], *(name for name in phases if name not in begun)]
    undone = f" Left undone, in part or whole: {', '.join(rest)}." if rest else ""
    return f"{type(stop).__name__}: {stop}{undone}"


def _name(seed: int, stamp: str) -> str:
    """What tells this run's objects from those of other runs."""
    return hashlib.sha256(f"{seed} {stamp}".encode()).hexdigest()[:8]
