"""Does reading change nothing?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check
from onepay_conformance.fixtures import items, objects_of
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json


@active_check
def readings_are_alike(session: Session) -> Iterable[Finding]:
    """What is read twice, with nothing in between, is the same, in the same order, for who takes JSON alone too."""
    for operation in session.operations():
        if operation.method == "GET":
            ids = support.good_ids(session, operation)
            first = support.attempt(session, operation, ids=ids)
            second = support.attempt(session, operation, ids=ids, headers={"accept": "application/json"})
            if first and second and support.taken(first) and support.taken(second):
                yield from _alike(session, first, second)


@active_check
def owners_are_told_apart(session: Session) -> Iterable[Finding]:
    """What stands in the list of one thing stands in that of no other."""
    for kind in support.kinds(session):
        for operation in support.at_one(session, kind):
            if operation.method == "GET" and "_list" in operation.id:
                yield from _apart(session, operation, kind)


def _apart(session: Session, operation: Operation, kind: str) -> Iterator[Finding]:
    try:
        owners = [session.id_of(kind), session.new_id(kind)]
    except support.TROUBLE:
        return
    first, second = (support.attempt(session, operation, ids={kind: one}) for one in owners)
    names = [{str(one["id"]) for one in objects_of(support.reply_of(page)) if "id" in one} for page in (first, second)]
    if second and names[0] & names[1]:
        expected = f"nothing of another {kind.removesuffix('_id')}"
        yield support.told(session, Kind.FILTER_IGNORED, second, f"path:{kind}", expected, "something of it")


def _alike(session: Session, first: Exchange, second: Exchange) -> Iterator[Finding]:
    before, after = support.reply_of(first), support.reply_of(second)
    if before == after:
        return
    is_order = bool(items(before)) and _sorted(items(before)) == _sorted(items(after))
    kind = Kind.SORT_IGNORED if is_order else Kind.VALUE_NOT_KEPT
    yield support.told(session, kind, second, "", "the same as a moment before", "something else")


def _sorted(listed: list[Json]) -> list[str]:
    return sorted(map(str, listed))
