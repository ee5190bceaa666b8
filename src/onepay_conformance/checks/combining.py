"""Do filters filter together, on every page, in every order, and to the day?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice, permutations
from typing import Final

from onepay_conformance.checks import listing, support
from onepay_conformance.checks.check import active_check
from onepay_conformance.checks.pages import SIZES, field_of, filtered_by
from onepay_conformance.fixtures import items
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_FROM: Final = "created_from"
_TO: Final = "created_to"
_PAID: Final = "paid_at"
_WAITING: Final = "charges_create_pse"
_SETTLER: Final = "charges_resolve"
_NIGHT: Final = 5
"""Before this hour of UTC it is still yesterday in Colombia."""


@active_check
def filters_work_together(session: Session) -> Iterable[Finding]:
    """Two filters at once exclude what either excludes, on the second page and in an order too; watchers judge."""
    for operation in session.operations():
        names = listing.filters(operation)
        if operation.method == "GET" and names:
            listed = _listed(session, operation)
            for first, second in permutations(names, 2):
                known = [*_held(first, listed), *listing.words_of(session, operation, first)]
                for values in (known, listing.foreign(session, operation, first)):
                    for one, other in _pairs(first, second, listed, values):
                        support.attempt(session, operation, query={first: one, second: other})
            for name in names:
                _beside(session, operation, name, listed)
    return ()


@active_check
def days_include_themselves(session: Session) -> Iterable[Finding]:
    """What was made on a day is listed from that day on, and until the day after."""
    for operation in session.operations():
        if {_FROM, _TO} <= {one.name for one in operation.parameters}:
            for one in _listed(session, operation)[:1]:
                yield from _dated(session, operation, one)


@active_check
def what_is_paid_later_comes_later(session: Session) -> Iterable[Finding]:
    """Of two charges the first is paid last, so that two orders are told from each other; watchers judge."""
    sorted_by = [one for one in session.operations() if _PAID in listing.sorts(session, one)]
    if sorted_by and session.sender.server.control:
        _paid_the_other_way_round(session)
    for operation in sorted_by:
        for order in (_PAID, f"-{_PAID}"):
            support.attempt(session, operation, query={"sort": order})
    return ()


def _listed(session: Session, operation: Operation) -> list[dict[str, Json]]:
    return [one for one in items(support.reply_of(support.attempt(session, operation))) if is_object(one)]


def _paid_the_other_way_round(session: Session) -> None:
    """Make a charge that waits, make one that is paid at once, and then let the first be paid."""
    operations, control = session.contract_index.operations, session.sender.server.control
    waiting = support.object_in(support.made_by(session, operations[_WAITING])).get("id")
    if control and isinstance(waiting, str) and _SETTLER not in session.skipped:
        control.wait()
        support.fund(session)
        control.wait()
        support.attempt(session, operations[_SETTLER], ids={"charge_id": waiting}, body={"action": "approve"})


def _held(name: str, listed: list[dict[str, Json]]) -> list[str]:
    """The values that a list shows of what a filter filters by."""
    return list(dict.fromkeys(text for one in listed if (text := listing.text_of(one, name))))


def _pairs(first: str, second: str, listed: list[dict[str, Json]], known: list[str]) -> Iterator[tuple[str, str]]:
    """A known value of one filter and one of another that something in the list has, and nothing both."""
    if filtered_by(first) == filtered_by(second):
        return  # two names of one filter, and no page tells which goes first
    held = [(listing.text_of(one, first), listing.text_of(one, second)) for one in listed]
    pairs = ((one, two) for _, two in held if two for one in known)
    yield from islice((pair for pair in pairs if pair not in held), 1)


def _beside(session: Session, operation: Operation, name: str, listed: list[dict[str, Json]]) -> None:
    """The filter with each parameter that says which page, of which size, or in which order."""
    words = _held(name, listed)
    known = {one.name for one in operation.parameters}
    orders = listing.words_of(session, operation, "sort")[:1] if "sort" in known else []
    for word in words[-1:]:
        if "page" in known:
            support.attempt(session, operation, query={name: word, "page": 2})
        for size in known & {*SIZES}:
            support.attempt(session, operation, query={name: word, size: 1})
        for order in orders:
            support.attempt(session, operation, query={name: word, "sort": order})


def _dated(session: Session, operation: Operation, one: dict[str, Json]) -> Iterator[Finding]:
    moment = datetime.fromisoformat(str(one["created_at"])) if field_of(one, "created_at") else None
    if moment is None or moment.hour < _NIGHT:
        return
    day: date = moment.date()
    for name, bound in ((_FROM, day), (_TO, day + timedelta(days=1))):
        found = support.attempt(session, operation, query={name: bound.isoformat()})
        if (
            found
            and support.taken(found)
            and one["id"] not in [item.get("id") for item in items(support.reply_of(found)) if is_object(item)]
        ):
            expected = f"what was made on that day, with {name}"
            yield support.told(session, Kind.FILTER_IGNORED, found, f"query:{name}", expected, "nothing of it")
