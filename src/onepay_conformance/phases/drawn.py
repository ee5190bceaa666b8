"""The phases whose cases schemathesis draws: examples, coverage and fuzzing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onepay_conformance.aborts import Refused
from onepay_conformance.checks import support
from onepay_conformance.generation.corpus import Corpus, DrawnCase, thinned
from onepay_conformance.generation.planning import Planner
from onepay_conformance.history import creates
from onepay_conformance.reply_checks import Checks, no_reply_finding
from onepay_conformance.sender import NoReply
from onepay_conformance.session import CannotMake, Session
from onepay_contract.document import Operation
from onepay_contract.findings import Finding


def examples(session: Session, corpus: Corpus, *, is_brief: bool) -> Iterator[DrawnCase]:
    """The documented bodies, with ids of this run: a server takes them all.

    Where it is brief, one of each creation is enough, and a survey undoes, lists and reads what it makes.
    """
    for operation in session.operations():
        cases = corpus.examples(operation.id)
        if not is_brief:
            yield from cases
        elif not _is_surveyed(session, operation):
            yield from _plainest(session, operation, cases) if creates(operation) else cases


def _is_surveyed(session: Session, operation: Operation) -> bool:
    index = session.contract_index
    is_listed = index.is_list(operation) and not index.needs_session(operation)
    is_read = any(support.reader_of(session, kind) == operation for kind in support.kinds(session))
    return index.is_undoing(operation.id) or is_listed or is_read


def _plainest(session: Session, operation: Operation, cases: Sequence[DrawnCase]) -> Sequence[DrawnCase]:
    """The case that is the first documented body, on which the examples of other operations build."""
    plain = session.contract_index.examples(operation)[:1]
    return [item for item in cases if item.case.body in plain] or cases[:1]


def coverage(session: Session, corpus: Corpus, each: int) -> Iterator[DrawnCase]:
    """Each rule of the contract, kept and broken, in an order that the seed chooses."""
    found = [
        item
        for operation in session.operations()
        for item in thinned(corpus.coverage(operation.id), each, session.seed)
    ]
    session.chance.shuffle(found)
    yield from found


def fuzzing(session: Session, corpus: Corpus, many: int) -> Iterator[DrawnCase]:
    """Odd values in odd places."""
    found = [item for operation in session.operations() for item in corpus.fuzzing(operation.id, many, session.seed)]
    session.chance.shuffle(found)
    yield from found


def run(session: Session, checks: Checks, cases: Iterable[DrawnCase]) -> Iterator[Finding]:
    """Send the cases that an earlier run has not finished, and say what is wrong with the replies."""
    planner, journal = Planner(session), session.sender.journal
    for drawn in cases:
        if session.takes(drawn.label):
            yield from _case_findings(session, checks, planner, drawn)
            journal.finished(drawn.label)


def _case_findings(session: Session, checks: Checks, planner: Planner, drawn: DrawnCase) -> Iterator[Finding]:
    try:
        planned = planner.plan(drawn)
        if planned is not None:
            yield from checks.of_case(planned, session.carry(planned.request))
    except (CannotMake, Refused):
        return
    except NoReply as error:
        yield from no_reply_finding(error)
