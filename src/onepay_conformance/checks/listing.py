"""Do lists hold everything once, filter, and sort?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check
from onepay_conformance.checks.pages import PAGING, SIZES, field_of, filtered_by
from onepay_conformance.fixtures import items, listed_as
from onepay_conformance.history import family_of
from onepay_conformance.session import Session
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

_SMALL: Final = 2
_LARGE: Final = 50
_SHORT: Final = 3
_USUAL: Final = 20
"""The size of a page, where none is told."""
_MOST_PAGES: Final = 40
_NOBODY: Final = "onepay-contract-nothing"
_NUMBER_OF_NOBODY: Final = 987_654
_IMPOSSIBLE: Final = {"created_from": "2999-01-01", "created_to": "1999-01-01"}
_ORDERS: Final = ("created_at", "-created_at")


@active_check
def pages_hold_everything_once(session: Session) -> Iterable[Finding]:
    """The pages of a list, one after the other, hold each thing once, and then end."""
    for operation in _lists(session, "page"):
        size = next((one.name for one in operation.parameters if one.name in SIZES), None)
        first = support.attempt(session, operation, query={size: _SMALL} if size else {})
        if first and support.taken(first):
            held = _told_size(first) or (_SMALL if size else _USUAL)
            made = _ensure(session, operation, first, (_SMALL * 2 if size else held) + 1)
            yield from _Walk(session, operation, {size: _SMALL} if size else {}).findings(made)
            support.attempt(session, operation, query={size: _LARGE} if size else {})  # watchers see whether it is


@active_check
def lists_hold_what_was_made(session: Session) -> Iterable[Finding]:
    """A list without pages holds the last thing that was made, and the one before it."""
    for operation in session.operations():
        kind = f"{family_of(operation.id).removesuffix('s')}_id"
        has_pages = any(one.name == "page" for one in operation.parameters)
        if (
            operation.method == "GET"
            and "_list" in operation.id
            and not has_pages
            and kind in session.contract_index.makers
        ):
            made = _made(session, kind, 2)
            page = support.attempt(session, operation, ids=support.good_ids(session, operation))
            if page and support.taken(page) and not {*made} <= {*_ids(page)}:
                yield support.told(session, Kind.PAGE_SKIPS, page, "/data", "what was just made", "not all of it")


@active_check
def what_is_listed_is_read(session: Session) -> Iterable[Finding]:
    """One thing of each state that a list shows is read by itself; watchers compare."""
    for operation in session.operations():
        kind = listed_as(operation)
        reader = support.reader_of(session, kind) if operation.method == "GET" and "_list" in operation.id else None
        page = support.attempt(session, operation, ids=support.good_ids(session, operation)) if reader else None
        states = {str(one.get("status")): one.get("id") for one in items(support.reply_of(page)) if is_object(one)}
        for identifier in states.values() if reader else ():
            if reader and isinstance(identifier, str):
                support.attempt(session, reader, ids={kind: identifier})
    return ()


@active_check
def filters_find(session: Session) -> Iterable[Finding]:
    """A filter finds what there is and nothing else; a value that nothing has finds nothing."""
    for operation in session.operations():
        names = filters(operation)
        if operation.method == "GET" and names:
            _ensure(session, operation, support.attempt(session, operation), 2)
            listed = [one for one in items(support.reply_of(support.attempt(session, operation))) if is_object(one)]
            for name in names:
                yield from _filtered(session, operation, name, listed)


@active_check
def orders_differ(session: Session) -> Iterable[Finding]:
    """Two opposite orders of one list are not the same order."""
    for operation in _lists(session, "sort"):
        _made_one_after_the_other(session, operation)
        known = [*(words_of(session, operation, "sort") or _ORDERS)]
        answers = {one: support.attempt(session, operation, query={"sort": one}) for one in known}
        for order, forward in answers.items():
            support.attempt(session, operation, query={"sort": order, "page": 2})
            backward = answers.get(f"-{order}")
            ids = [_ids(one) for one in (forward, backward)]
            if backward and len(ids[0]) > 1 and ids[0] == ids[1]:
                expected = f"another order than with sort={order}"
                yield support.told(session, Kind.SORT_IGNORED, backward, "query:sort", expected, "the same")


class _Walk:
    """All pages of one list."""

    def __init__(self, session: Session, operation: Operation, query: dict[str, str | int]) -> None:
        self._session: Final = session
        self._operation: Final = operation
        self._query: Final = query
        self._held: Final[dict[str, int]] = {}
        self._total: int | None = None

    def findings(self, made: list[str]) -> Iterator[Finding]:
        page: Exchange | None = None
        for number in range(1, _MOST_PAGES + 1):
            page = self._page(number)
            listed = _ids(page) if page else []
            if page is None or not listed:
                break
            yield from self._repeated(page, listed, number)
            if self._is_going_round(listed, number):
                yield self._told(Kind.PAGE_LOOPS, page, "an end", "a page that was there before")
                return
        if page and support.taken(page):
            yield from self._ended(page, made)

    def _page(self, number: int) -> Exchange | None:
        page = support.attempt(self._session, self._operation, query={**self._query, "page": number})
        reply = support.reply_of(page)
        total = reply.get("total") if is_object(reply) else None
        self._total = total if isinstance(total, int) else self._total
        return page

    def _repeated(self, page: Exchange, listed: list[str], number: int) -> Iterator[Finding]:
        twice = [one for one in listed if self._held.setdefault(one, number) != number]
        if twice:
            yield self._told(Kind.PAGE_REPEATS, page, "things of no earlier page", "some again")

    def _is_going_round(self, listed: list[str], number: int) -> bool:
        return all(self._held[one] < number for one in listed)

    def _ended(self, page: Exchange, made: list[str]) -> Iterator[Finding]:
        if not _ids(page) and any(one not in self._held for one in made):
            yield self._told(Kind.PAGE_SKIPS, page, "everything that was made", "something is on no page")
        if not _ids(page) and self._total is not None and self._total != len(self._held):
            yield self._told(Kind.PAGE_TOTAL_WRONG, page, "as many as the pages hold", "another number")

    def _told(self, kind: Kind, page: Exchange, expected: str, seen: str) -> Finding:
        pointer = "/total" if kind == Kind.PAGE_TOTAL_WRONG else "/data"
        return support.told(self._session, kind, page, pointer, expected, seen)


def _lists(session: Session, parameter: str) -> Iterator[Operation]:
    for operation in session.operations():
        if operation.method == "GET" and any(one.name == parameter for one in operation.parameters):
            yield operation


def _ensure(session: Session, operation: Operation, page: Exchange | None, wanted: int) -> list[str]:
    """The ids of new things, so many that the list holds as many as are wanted, where anything makes them."""
    there = len(_ids(page)) if page else 0
    return _made(session, listed_as(operation), wanted - there) if support.is_affordable(session, wanted) else []


def _made_one_after_the_other(session: Session, operation: Operation) -> None:
    """Let a list hold three things at least, which were not all made at once where time can be let pass."""
    _ensure(session, operation, support.attempt(session, operation), 1)
    for _ in range(2):
        if session.sender.server.control:
            session.sender.server.control.wait()
        _made(session, listed_as(operation), 1)


def _made(session: Session, kind: str, number: int) -> list[str]:
    """The ids of new things; of fewer where no more can be made."""
    made: list[str] = []
    for _ in range(number):
        try:
            made.append(session.new_id(kind))
        except support.TROUBLE:
            break
    return made


def _filtered(session: Session, operation: Operation, name: str, listed: list[dict[str, Json]]) -> Iterator[Finding]:
    field = filtered_by(name)
    for value in values_of(field, listed):
        yield from _found(session, operation, name, value, [one for one in listed if text_of(one, name) == value])
    for word in (*words_of(session, operation, name), *_parts(field, listed)):
        support.attempt(session, operation, query={name: word})  # watchers see what does not have it
    for value in foreign(session, operation, name):
        found = support.attempt(session, operation, query={name: value})
        if found and support.taken(found) and items(support.reply_of(found)):
            expected = "nothing, since nothing has this value"
            yield support.told(session, Kind.FILTER_IGNORED, found, f"query:{name}", expected, "something")


def values_of(name: str, listed: list[dict[str, Json]]) -> list[str]:
    """Two values that things in the list have: those of the first and of the last that has another."""
    told = [text for one in listed if (text := text_of(one, name))]
    return list(dict.fromkeys(told[:1] + told[-1:]))


def _found(
    session: Session, operation: Operation, name: str, value: str, wanted: list[dict[str, Json]]
) -> Iterator[Finding]:
    """Whether a filter finds what the list shows with its value, as far as one page tells."""
    found = support.attempt(session, operation, query={name: value})
    held = _ids(found)
    missing = [str(one.get("id")) for one in wanted if str(one.get("id")) not in held]
    if found and _is_short(found) and missing and _are_there(session, operation, name, value, missing):
        expected, seen = "what there is with this value", "not all of it" if held else "nothing"
        yield support.told(session, Kind.FILTER_IGNORED, found, f"query:{name}", expected, seen)


def _are_there(session: Session, operation: Operation, name: str, value: str, missing: list[str]) -> bool:
    """Whether the list shows things with their value still, which may have changed while nobody looked."""
    again = items(support.reply_of(support.attempt(session, operation)))
    shown = [str(one.get("id")) for one in again if is_object(one) and text_of(one, name) == value]
    return bool({*missing} & {*shown})


def _is_short(page: Exchange) -> bool:
    """Whether a page is not full, and so holds all that there is."""
    return support.taken(page) and len(_ids(page)) < (_told_size(page) or 1)


def _parts(field: str, listed: list[dict[str, Json]]) -> list[str]:
    """The beginning and the end of a value, which are not the value."""
    whole = next((text for text in values_of(field, listed) if len(text) > _SHORT), "")
    return [whole[:-1], whole[1:]] if whole and field not in _IMPOSSIBLE else []


def foreign(session: Session, operation: Operation, name: str) -> list[str]:
    """A value that nothing has, where there is one, for a filter."""
    field = filtered_by(name)
    if field in _IMPOSSIBLE:
        return [_IMPOSSIBLE[field]]
    if field == "selectable" or words_of(session, operation, name):
        return []
    return [str(_NUMBER_OF_NOBODY) if _schema(session, operation, name).get("type") == "integer" else _NOBODY]


def filters(operation: Operation) -> list[str]:
    """The parameters by which a list is filtered."""
    return [one.name for one in operation.parameters if one.place == "query" and one.name not in PAGING]


def text_of(one: dict[str, Json], name: str) -> str | None:
    """The value by which a filter of that name would find a thing; None where the thing does not tell it."""
    value = field_of(one, filtered_by(name))
    return None if value in (None, "") else str(int(value)) if isinstance(value, bool) else str(value)


def words_of(session: Session, operation: Operation, name: str) -> list[str]:
    """The words that the contract lists for a parameter."""
    return session.contract_index.words(_schema(session, operation, name))


def sorts(session: Session, operation: Operation) -> list[str]:
    """The orders that the contract lists for an operation."""
    has_order = any(one.name == "sort" for one in operation.parameters)
    return words_of(session, operation, "sort") if has_order else []


def is_number(session: Session, operation: Operation, name: str) -> bool:
    """Whether a parameter is a number."""
    return bool(_schema(session, operation, name).get("type") == "integer")


def _schema(session: Session, operation: Operation, name: str) -> Any:
    parameter = next(one for one in operation.parameters if one.name == name)
    return session.contract_index.contract.followed(parameter.fact).schema


def _told_size(page: Exchange) -> int | None:
    reply = support.reply_of(page)
    size = reply.get("per_page") if is_object(reply) else None
    return size if type(size) is int and 0 < size <= _USUAL else None


def _ids(page: Exchange | None) -> list[str]:
    return [str(one.get("id")) for one in items(support.reply_of(page)) if is_object(one) and "id" in one]
