"""Does reading change nothing?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json
from server.suite.pools import items, objects_of
from server.suite.probes import asking
from server.suite.probes.probe import probe
from server.suite.session import Session


@probe
def readings_are_alike(session: Session) -> Iterable[Finding]:
    """What is read twice, with nothing in between, is the same, in the same order, for who takes JSON alone too."""
    for operation in session.operations():
        if operation.method == "GET":
            ids = asking.good_ids(session, operation)
            first = asking.attempt(session, operation, ids=ids)
            second = asking.attempt(session, operation, ids=ids, headers={"accept": "application/json"})
            if first and second and asking.taken(first) and asking.taken(second):
                yield from _alike(session, first, second)


@probe
def owners_are_told_apart(session: Session) -> Iterable[Finding]:
    """What stands in the list of one thing stands in that of no other."""
    for kind in asking.kinds(session):
        for operation in asking.at_one(session, kind):
            if operation.method == "GET" and "_list" in operation.id:
                yield from _apart(session, operation, kind)


def _apart(session: Session, operation: Operation, kind: str) -> Iterator[Finding]:
    try:
        owners = [session.id_of(kind), session.new_id(kind)]
    except asking.TROUBLE:
        return
    first, second = (asking.attempt(session, operation, ids={kind: one}) for one in owners)
    names = [{str(one["id"]) for one in objects_of(asking.reply_of(page)) if "id" in one} for page in (first, second)]
    if second and names[0] & names[1]:
        expected = f"nothing of another {kind.removesuffix('_id')}"
        yield asking.told(session, Kind.FILTER_IGNORED, second, f"path:{kind}", expected, "something of it")


def _alike(session: Session, first: Exchange, second: Exchange) -> Iterator[Finding]:
    before, after = asking.reply_of(first), asking.reply_of(second)
    if before == after:
        return
    is_order = bool(items(before)) and _sorted(items(before)) == _sorted(items(after))
    kind = Kind.SORT_IGNORED if is_order else Kind.VALUE_NOT_KEPT
    yield asking.told(session, kind, second, "", "the same as a moment before", "something else")


def _sorted(listed: list[Json]) -> list[str]:
    return sorted(map(str, listed))
