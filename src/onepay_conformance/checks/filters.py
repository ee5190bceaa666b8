"""Filters and orders of lists, alone and combined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice, permutations
from typing import Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.lists import (
    PAGING,
    SIZES,
    Bound,
    bound_of,
    field_of,
    filtered_by,
    filters,
    foreign,
    ids_made,
    ids_on_page,
    list_operations,
    sorts,
    text_of,
    usual_order,
    values_of,
    whole_list,
    words_of,
)
from onepay_conformance.checks.pagination import ensure
from onepay_conformance.fixtures import items
from onepay_conformance.history import History, Interaction
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_SHORT: Final = 3
_STATES: Final = ("final", "paid", "open")
_NIGHT: Final = 5
"""Before this hour of UTC it is still yesterday in Colombia."""


@active_check
def filter_finds_exactly_its_matches(session: Session) -> Iterable[Finding]:
    """A filter finds what there is and nothing else; a value that nothing has finds nothing."""
    for operation in session.operations():
        names = filters(operation)
        if operation.method == "GET" and names:
            ensure(session, operation, support.attempt(session, operation), 2)
            listed, _ = whole_list(session, operation, {})
            for name in names:
                yield from _filtered(session, operation, name, listed)


@active_check
def opposite_orders_differ(session: Session) -> Iterable[Finding]:
    """Two opposite orders of one list are not the same order."""
    for operation in list_operations(session, "sort"):
        _made_one_after_the_other(session, operation)
        made = session.contract_index.name("made")
        known = [*(words_of(session, operation, "sort") or (made, f"-{made}"))]
        answers = {item: support.attempt(session, operation, query={"sort": item}) for item in known}
        for order, forward in answers.items():
            support.attempt(session, operation, query={"sort": order, "page": 2})
            backward = answers.get(f"-{order}")
            ids = [ids_on_page(item) for item in (forward, backward)]
            if backward and len(ids[0]) > 1 and ids[0] == ids[1]:
                expected = f"another order than with sort={order}"
                yield support.finding_about(session, Kind.SORT_IGNORED, backward, "query:sort", expected, "the same")


@history_check
def filtered_list_holds_matches_only(history: History) -> Iterable[Finding]:
    """No filtered list holds what the filter excludes."""
    for interaction in history.successes:
        for name, wanted in _filters(interaction) if interaction.operation.method == "GET" else ():
            if any(_is_excluded(interaction, name, wanted, entry) for entry in interaction.objects):
                expected = "only what the filter allows"
                yield interaction.finding(Kind.FILTER_IGNORED, f"query:{name}", expected, "something else too")


@history_check
def sorted_list_is_in_order(history: History) -> Iterable[Finding]:
    """A list that is asked for in an order is in that order, or in its usual one."""
    for interaction in history.successes:
        wanted = interaction.query.get("sort", usual_order(interaction.operation))
        if interaction.operation.method == "GET" and wanted and not _is_sorted(interaction, wanted):
            yield interaction.finding(Kind.SORT_IGNORED, "query:sort", "the order that was asked for", "another one")


@active_check
def filters_combine(session: Session) -> Iterable[Finding]:
    """Two filters exclude what either excludes, on the second page and in an order too; history checks judge."""
    for operation in session.operations():
        names = filters(operation)
        if operation.method == "GET" and names:
            listed = _listed(session, operation)
            for first, second in permutations(names, 2):
                known = [*_held(first, listed), *words_of(session, operation, first)]
                for values in (known, foreign(session, operation, first)):
                    for item, other in _pairs(first, second, listed, values):
                        support.attempt(session, operation, query={first: item, second: other})
            for name in names:
                _beside(session, operation, name, listed)
    return ()


@active_check
def date_filters_include_their_day(session: Session) -> Iterable[Finding]:
    """What was made on a day is listed from that day on, and until the day after."""
    for operation in session.operations():
        bounds = [name for name in filters(operation) if bound_of(name)]
        for item in _listed(session, operation)[:1] if bounds else ():
            yield from _dated(session, operation, item, bounds)


@active_check
def order_of_payment_differs_from_order_of_creation(session: Session) -> Iterable[Finding]:
    """Of two charges the first is paid last, so that two orders are told from each other; history checks judge."""
    made = session.contract_index.name("made")
    for operation in session.operations():
        by_moment = [order for order in sorts(session, operation) if order.endswith("_at") and made not in order]
        kind = session.contract_index.listed_as(operation)
        same = next((pair for pair in session.contract_index.same_ids if kind in pair), frozenset((kind,)))
        for settled in (item for item in same if by_moment and item in session.contract_index.makers):
            _settled_the_other_way_round(session, settled)
        for order in by_moment:
            support.attempt(session, operation, query={"sort": order})
    return ()


def _made_one_after_the_other(session: Session, operation: Operation) -> None:
    """Let a list hold three things at least, which were not all made at once where time can be let pass."""
    ensure(session, operation, support.attempt(session, operation), 1)
    for _ in range(2):
        if session.sender.server.control:
            session.sender.server.control.wait()
        ids_made(session, session.contract_index.listed_as(operation), 1)


def _filtered(session: Session, operation: Operation, name: str, listed: list[dict[str, Json]]) -> Iterator[Finding]:
    field = filtered_by(name)
    for value in values_of(field, listed):
        yield from found_all(
            session, operation, name, value, [entry for entry in listed if text_of(entry, name) == value]
        )
    for word in (*words_of(session, operation, name), *_parts(field, listed)):
        support.attempt(session, operation, query={name: word})  # history checks see what does not have it
    yield from _finds_none(session, operation, name, foreign(session, operation, name))


def _finds_none(session: Session, operation: Operation, name: str, values: list[str]) -> Iterator[Finding]:
    """Whether a filter finds something with values that nothing has."""
    for value in values:
        yield from found_none(session, support.attempt(session, operation, query={name: value}), name)


def found_none(session: Session, found: Exchange | None, name: str) -> Iterator[Finding]:
    """Whether the reply to a filter with a value that nothing has holds something."""
    if found and support.taken(found) and items(support.reply_of(found)):
        expected = "nothing, since nothing has this value"
        yield support.finding_about(session, Kind.FILTER_IGNORED, found, f"query:{name}", expected, "something")


def found_all(
    session: Session, operation: Operation, name: str, value: str, wanted: list[dict[str, Json]]
) -> Iterator[Finding]:
    """Whether a filter finds what the list shows with its value, on whichever page."""
    shown, found = whole_list(session, operation, {name: value})
    held = {str(item.get("id")) for item in shown}
    missing = [str(item.get("id")) for item in wanted if str(item.get("id")) not in held]
    if found and missing and _are_there(session, operation, name, value, missing):
        expected, observed = "what there is with this value", "not all of it" if held else "nothing"
        yield support.finding_about(session, Kind.FILTER_IGNORED, found, f"query:{name}", expected, observed)


def _are_there(session: Session, operation: Operation, name: str, value: str, missing: list[str]) -> bool:
    """Whether the list shows things with their value still, which may have changed while nobody looked."""
    again, _ = whole_list(session, operation, {})
    shown = [str(item.get("id")) for item in again if text_of(item, name) == value]
    return bool({*missing} & {*shown})


def _parts(field: str, listed: list[dict[str, Json]]) -> list[str]:
    """The beginning and the end of a value, which are not the value."""
    whole = next((text for text in values_of(field, listed) if len(text) > _SHORT), "")
    return [whole[:-1], whole[1:]] if whole else []


def _filters(interaction: Interaction) -> Iterator[tuple[str, str]]:
    """The filters that were asked for; of two names of one filter neither, since no page tells which goes first."""
    fields = [filtered_by(name) for name in interaction.query]
    return (
        item for item in interaction.query.items() if item[0] not in PAGING and fields.count(filtered_by(item[0])) == 1
    )


def _is_excluded(interaction: Interaction, name: str, wanted: str, fields: dict[str, Json]) -> bool:
    """Whether a filter excludes an object; not, where nothing tells."""
    field, bound = filtered_by(name), bound_of(name)
    if name not in {known.name for known in interaction.operation.parameters}:
        return False
    if bound:
        return _is_out_of(bound, wanted, fields.get(field))
    value = field_of(fields, field)
    if field == "name" and isinstance(value, str):
        return not set(wanted.casefold()) <= set(value.casefold()) and wanted.isascii() and value.isascii()
    return value is not None and _text(value) not in (wanted, wanted.casefold())


def _is_out_of(bound_kind: Bound, wanted: str, made: Json) -> bool:
    try:
        bound = date.fromisoformat(wanted)
        moment = datetime.fromisoformat(made).date() if isinstance(made, str) else bound
    except ValueError:
        return False
    days = (moment - bound).days
    return days < -1 if bound_kind == Bound.FROM else days > 1  # the zone of the bound is not documented


def _text(value: Json) -> str:
    """A value as it stands in a URL."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _is_sorted(interaction: Interaction, wanted: str) -> bool:
    field = wanted.removeprefix("-")
    held = [entry[field] for entry in interaction.objects if isinstance(entry.get(field), str)]
    if wanted.startswith("-"):
        held.reverse()
    keys = [_rank(field, value) for value in held]
    return keys == sorted(keys)


def _rank(field: str, value: str) -> str:
    return value if field.endswith("_at") else value.casefold()


def _listed(session: Session, operation: Operation) -> list[dict[str, Json]]:
    return [item for item in items(support.reply_of(support.attempt(session, operation))) if is_object(item)]


def _settled_the_other_way_round(session: Session, kind: str) -> None:
    """Make a thing that waits, make one that is paid at once, and then let the first be paid."""
    index, control = session.contract_index, session.sender.server.control
    settler = next((item for item in index.settlers(kind) if item.id not in session.skipped), None)
    waiting = support.waiting(session, kind) if settler and control else None
    if settler and control and waiting:
        control.wait()
        support.fund(session)
        control.wait()
        paying = {
            name: value
            for name, states in index.outcomes(settler).items()
            for value, state in states.items()
            if index.is_state(state, "paid")
        }
        support.attempt(session, settler, ids={kind: waiting}, body=paying)


def _held(name: str, listed: list[dict[str, Json]]) -> list[str]:
    """The values that a list shows of what a filter filters by."""
    return list(dict.fromkeys(text for entry in listed if (text := text_of(entry, name))))


def excluded_pairs(
    session: Session, operation: Operation, first: str, second: str, listed: list[dict[str, Json]]
) -> Iterator[tuple[str, str]]:
    """One pair of values of two filters, such that something in the list has each, and nothing both."""
    known = [*_held(first, listed), *words_of(session, operation, first)]
    return _pairs(first, second, listed, known)


def _pairs(first: str, second: str, listed: list[dict[str, Json]], known: list[str]) -> Iterator[tuple[str, str]]:
    """A known value of one filter and one of another that something in the list has, and nothing both."""
    if filtered_by(first) == filtered_by(second):
        return  # two names of one filter, and no page tells which goes first
    held = [(text_of(entry, first), text_of(entry, second)) for entry in listed]
    pairs = ((item, two) for _, two in held if two for item in known)
    yield from islice((pair for pair in pairs if pair not in held), 1)


def _beside(session: Session, operation: Operation, name: str, listed: list[dict[str, Json]]) -> None:
    """The filter with each parameter that says which page, of which size, or in which order."""
    words = _held(name, listed)
    known = {parameter.name for parameter in operation.parameters}
    orders = words_of(session, operation, "sort")[:1] if "sort" in known else []
    for word in words[-1:]:
        if "page" in known:
            support.attempt(session, operation, query={name: word, "page": 2})
        for size in known & {*SIZES}:
            support.attempt(session, operation, query={name: word, size: 1})
        for order in orders:
            support.attempt(session, operation, query={name: word, "sort": order})


def _dated(session: Session, operation: Operation, fields: dict[str, Json], bounds: list[str]) -> Iterator[Finding]:
    for name in bounds:
        value = fields.get(filtered_by(name))
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        if moment and moment.hour >= _NIGHT:
            day: date = moment.date() + timedelta(days=bound_of(name) == Bound.TO)
            found = support.attempt(session, operation, query={name: day.isoformat()})
            if found and support.taken(found) and fields["id"] not in ids_on_page(found):
                expected = f"what was made on that day, with {name}"
                yield support.finding_about(
                    session, Kind.FILTER_IGNORED, found, f"query:{name}", expected, "nothing of it"
                )
