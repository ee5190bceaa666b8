"""The phases whose cases schemathesis draws: examples, coverage and fuzzing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onepay_contract.findings import Finding
from server.suite.checks import Checks, no_reply_finding
from server.suite.corpus import Corpus, Drawn, thinned
from server.suite.planning import Planner
from server.suite.sending import NoReply
from server.suite.session import CannotMake, Session
from server.suite.stops import Refused


def examples(session: Session, corpus: Corpus) -> Iterator[Drawn]:
    """The documented bodies, with ids of this run: a server takes them all."""
    for operation in session.operations():
        yield from corpus.examples(operation.id)


def coverage(session: Session, corpus: Corpus, each: int) -> Iterator[Drawn]:
    """Each rule of the contract, kept and broken, in an order that the seed chooses."""
    found = [
        one for operation in session.operations() for one in thinned(corpus.coverage(operation.id), each, session.seed)
    ]
    session.chance.shuffle(found)
    yield from found


def fuzzing(session: Session, corpus: Corpus, many: int) -> Iterator[Drawn]:
    """Odd values in odd places."""
    found = [one for operation in session.operations() for one in corpus.fuzzing(operation.id, many, session.seed)]
    session.chance.shuffle(found)
    yield from found


def run(session: Session, checks: Checks, cases: Iterable[Drawn]) -> Iterator[Finding]:
    """Send the cases that an earlier run has not finished, and say what is wrong with the replies."""
    planner, journal = Planner(session), session.sender.journal
    for drawn in cases:
        if session.takes(drawn.label):
            yield from _one(session, checks, planner, drawn)
            journal.finished(drawn.label)


def _one(session: Session, checks: Checks, planner: Planner, drawn: Drawn) -> Iterator[Finding]:
    try:
        planned = planner.plan(drawn)
        if planned is not None:
            yield from checks.of_case(planned, session.carry(planned.asked))
    except (CannotMake, Refused):
        return
    except NoReply as error:
        yield from no_reply_finding(error)
