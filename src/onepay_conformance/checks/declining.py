"""Is a test charge declined for the reason that it was told to be?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from onepay_conformance.checks import keeping, support
from onepay_conformance.checks.check import active_check
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_MAKER: Final = "charges_create"
_SETTLER: Final = "charges_resolve"
_ATTEMPTS: Final = "charges_list_intents"
_FEW: Final = 6


@active_check
def charges_are_declined_as_told(session: Session) -> Iterable[Finding]:
    """A charge that is told to be declined says the same code wherever it is shown, and is not paid."""
    maker = next((one for one in session.operations() if one.id == _MAKER), None)
    body = support.new_body(session, maker) if maker else None
    if maker is None or not is_object(body) or "test_scenario" not in session.contract_index.fields(maker):
        return
    for code in _codes(session):
        yield from _declined(session, maker, {**body, "test_scenario": code}, code)


def _codes(session: Session) -> list[str]:
    """Some of the codes that the contract lists, others with another seed."""
    settler = session.contract_index.operations.get(_SETTLER)
    remarks = session.contract_index.fields(settler).get("remarks") if settler else None
    words = session.contract_index.words(remarks) if remarks is not None else []
    return session.chance.sample(words, min(_FEW, len(words)))


def _declined(session: Session, maker: Operation, body: dict[str, Json], code: str) -> Iterator[Finding]:
    made = support.attempt(session, maker, body=session.bodies.named(maker, body))
    charge = support.object_in(made)
    if made is None or not charge:
        return
    if f'"{code}"'.encode() not in made.reply_body:
        yield support.told(session, Kind.VALUE_NOT_KEPT, made, "/remarks/code", "the code that was told", "another one")
    if charge.get("paid_at") is not None:
        yield support.told(session, Kind.VALUE_NOT_KEPT, made, "/paid_at", "null, since it was declined", "a moment")
    yield from keeping.read_back(session, maker, charge)
    attempts = session.contract_index.operations.get(_ATTEMPTS)
    if attempts and _ATTEMPTS not in session.skipped:
        support.attempt(session, attempts, ids={"charge_id": str(charge.get("id"))})
