"""States: what was made before is changed, paid, and ended."""

from __future__ import annotations

from onepay_conformance.checks import support
from onepay_conformance.checks.lifecycle import Ending
from onepay_conformance.checks.references import deleted_reference_findings, naming
from onepay_conformance.phases.survey.creations import Creations
from onepay_conformance.phases.survey.turns import Unit
from onepay_conformance.session import Session
from onepay_contract.document import Operation


def ended(session: Session, kind: str, undoer: Operation, creations: Creations) -> Unit:
    """Undo a thing that was made before, where one has not ended, look for it, repeat what made it, and refer to it."""
    index = session.contract_index
    makers = index.makers[kind]
    made = ((maker, creations.by_maker[maker].made) for maker in makers if maker in creations.by_maker)
    usable = ((maker, item) for maker, item in made if not index.is_state(item.get("status"), "paid", "final"))
    maker, spare = next(usable, (makers[0], None))
    yield from Ending(session, kind, index.operations[maker], undoer, spare).findings()
    if spare:
        yield from creations.repeated(index.operations[maker])
    if spare and undoer.method == "DELETE":
        named = [*naming(session, [kind])]
        for operation, _, body in [named[session.seed % len(named)]] if named else ():
            yield from deleted_reference_findings(session, operation, {**body, kind: spare["id"]}, kind)


def decided(session: Session, kind: str, settler: Operation) -> Unit:
    """Let what waits be paid, read it, and undo it, which must be refused."""
    index = session.contract_index
    paying = {
        name: value
        for name, states in index.outcomes(settler).items()
        for value, state in states.items()
        if index.is_state(state, "paid")
    }
    waiting = support.waiting(session, kind) if paying else None
    if waiting and support.taken(support.attempt(session, settler, ids={kind: waiting}, body=paying)):
        reader = support.reader_of(session, kind)
        undoers = [item for item in support.at_one(session, kind) if index.is_undoing(item.id)]
        for operation in [*([reader] if reader else []), *undoers]:
            support.attempt(session, operation, ids={kind: waiting})
    yield from ()
