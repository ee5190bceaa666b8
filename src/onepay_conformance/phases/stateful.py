"""Schemathesis' stateful phase: chains of calls that its state machine chooses, each ending where a link may lead on.

The machine decides what follows what, and which values a link hands on; `planning` makes each step a good request, so
that a chain gets somewhere. `walks` follow every link once; these take other orders, and go on from what they reach.

The machine also guesses links, such as from a list of accounts to the deletion of a customer. On an account that people
use that would be their customer, so what writes is only led to what this run has made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from onepay_conformance.aborts import Abort, Refused
from onepay_conformance.fixtures import objects_of
from onepay_conformance.generation import drawing
from onepay_conformance.generation.corpus import Corpus, DrawnCase
from onepay_conformance.generation.drawing import Case
from onepay_conformance.generation.planning import Planner
from onepay_conformance.history import creates
from onepay_conformance.reply_checks import Checks, no_reply_finding
from onepay_conformance.sender import NoReply
from onepay_conformance.session import CannotMake, Session
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding

_SCENARIOS: Final = 20
"""Scenarios that one run of the machine tries; a journal knows whole runs only."""


class Chain:
    """What the machine's steps do: they send, until the run has to stop."""

    def __init__(self, session: Session, checks: Checks) -> None:
        self._session: Final = session
        self._checks: Final = checks
        self._planner: Final = Planner(session)
        self._allowed: Final = {operation.id: operation for operation in session.operations()}
        self._made: Final[set[str]] = set()
        self._number = 0
        self.findings: Final[list[Finding]] = []
        self.stop: Abort | None = None

    def step(self, name: str, case: Case, linked: frozenset[str]) -> Exchange | None:
        """Make a call whose path parameters `linked` come from a link; None where it cannot be made, or not any more.

        A `Abort` is kept for whoever has started the machine, since hypothesis would try again what raises.
        """
        operation = self._allowed.get(name)
        if self.stop or operation is None:
            return None
        self._number += 1
        kept = linked if operation.method == "GET" else self._ours(case, linked)
        try:
            return self._send(replace(DrawnCase.of(name, "stateful", self._number, case), linked=kept))
        except Abort as stop:
            self.stop = stop
        except NoReply as error:
            self.findings.extend(no_reply_finding(error))
        except (CannotMake, Refused):
            return None
        return None

    def _send(self, drawn: DrawnCase) -> Exchange | None:
        planned = self._planner.plan(drawn)
        if planned is None:
            return None
        exchange = self._session.carry(planned.request)
        self.findings.extend(self._checks.of_case(planned, exchange))
        if creates(self._allowed[drawn.operation]):
            self._made.update(self._made_by(exchange))
        return exchange

    def _made_by(self, exchange: Exchange) -> set[str]:
        """The ids of what a creation has made."""
        objects = objects_of(exchange.value) if exchange.status < 300 else []
        return {name for entry in objects if (name := self._session.contract_index.own_id(entry))}

    def _ours(self, case: Case, linked: frozenset[str]) -> frozenset[str]:
        return frozenset(name for name in linked if case.path_parameters[name] in self._made)


def run(session: Session, checks: Checks, corpus: Corpus, rounds: int) -> Iterator[Finding]:
    """Let the machine choose `rounds` times."""
    for number in range(rounds):
        label = f"stateful/{number}"
        if session.takes(label):
            yield from _scenario_findings(session, checks, corpus, number)
            session.sender.journal.finished(label)


def _scenario_findings(session: Session, checks: Checks, corpus: Corpus, number: int) -> Iterator[Finding]:
    chain = Chain(session, checks)
    drawing.scenarios(corpus.machine, chain.step, session.seed + number * _SCENARIOS, _SCENARIOS)
    yield from chain.findings
    if chain.stop:
        raise chain.stop
