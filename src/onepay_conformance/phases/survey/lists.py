"""Lists: one request combines a filter with an order and a size, since the reply shows which of them was ignored."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final, TypeAlias

from onepay_conformance.checks import support
from onepay_conformance.checks.filters import excluded_pairs, found_all, found_none
from onepay_conformance.checks.lists import (
    PAGING,
    SIZES,
    bound_of,
    filters,
    foreign,
    has_next,
    ids_on_page,
    parameter_schema,
    sorts,
    text_of,
    values_of,
    words_of,
)
from onepay_conformance.fixtures import items
from onepay_conformance.phases.survey.turns import Unit
from onepay_conformance.session import Session
from onepay_conformance.target import Key
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_object

Query: TypeAlias = dict[str, str | int]
_SMALL: Final = 2
_LARGE: Final = 50
_PAIRS: Final = 2
_REFUSED: Final = 422
_HEADERS: Final[Mapping[str, str]] = {"accept": "application/json", "origin": "https://contract.invalid"}
"""Of a program that takes nothing else, in a web page of somebody else."""
_ODD_PAGES: Final = (2**64, 0, -1)


class ListProbe:
    """One list: its usual page, its filters, its orders and its pages."""

    def __init__(self, session: Session, lister: Operation) -> None:
        self._session: Final = session
        self._lister: Final = lister
        self._known: Final = {item.name for item in lister.parameters if item.place == "query"}
        self._ids: Final = support.good_ids(session, lister)
        self._size: Final = next((name for name in SIZES if name in self._known), None)
        self._orders: Final = _orders(session, lister)
        self._page: Final = self._get({}, headers=_HEADERS)
        self._listed: Final = [item for item in items(support.reply_of(self._page)) if is_object(item)]

    def findings(self) -> Unit:
        """Ask by each filter, and for the second page."""
        if self._page and not support.taken(self._page):
            expected = "the list, which nothing forbids"
            yield self._finding(Kind.VALID_REQUEST_REFUSED, self._page, "", expected, "a refusal")
            return
        yield from self._ended_ones()
        for number, name in enumerate(filters(self._lister)):
            yield from self._filtered(name, number)
        yield from self._paged()

    def combinations(self) -> Unit:
        """Ask by pairs of filters, by a filter for the second page, and in each order."""
        names = [name for name in filters(self._lister) if not bound_of(name)]
        for first, second in [pair for two in [*pairwise(names)][:_PAIRS] for pair in (two, two[::-1])]:
            for item, other in excluded_pairs(self._session, self._lister, first, second, self._listed):
                self._get({first: item, second: other})
        narrow: Query = {name: value for name in names[-1:] for value in values_of(name, self._listed)[-1:]}
        if narrow and has_pages(self._lister):
            shortest: Query = {self._size: 1} if self._size else {}
            self._get({**narrow, **shortest, "page": 2})
        yield from self._ordered()

    def _get(self, query: Query, headers: Mapping[str, str] | None = None) -> Exchange | None:
        return support.attempt(self._session, self._lister, ids=self._ids, query=query, headers=headers)

    def _filtered(self, name: str, number: int) -> Unit:
        """Filter by the value that tells most, in one of the orders, and see that what has it is found.

        It is one that some of the list have, and not all; else one that none has.
        """
        words = words_of(self._session, self._lister, name)
        held = [] if bound_of(name) else values_of(name, self._listed)
        rarest = sorted(held, key=lambda value: sum(text_of(item, name) == value for item in self._listed))
        unheld = [word for word in words if word not in held][:1] or foreign(self._session, self._lister, name)
        telling = rarest[:1] if len(rarest) > 1 or not unheld else unheld
        order: Query = {"sort": self._orders[number % len(self._orders)]} if self._orders else {}
        size: Query = {self._size: _LARGE} if self._size else {}
        over = [word for word in words if self._session.contract_index.is_state(word, "final")][:1]
        for value in dict.fromkeys([*telling, *(unheld[:1] if words else ()), *over]):
            found = self._get({name: value, **order, **size})
            wanted = [item for item in self._listed if text_of(item, name) == value]
            if value in held and _lacks(found, wanted):
                yield from found_all(self._session, self._lister, name, value, wanted)
            elif value not in held and not words:
                yield from found_none(self._session, found, name)

    def _ordered(self) -> Unit:
        """Ask in each order: two opposite ones are not the same."""
        size: Query = {self._size: _LARGE} if self._size else {}
        orders = self._orders if len(self._orders) > 1 else []  # one alone was asked for beside a filter
        shown = {order: self._get({"sort": order, **size}) for order in orders}
        for order, page in shown.items():
            backward = shown.get(f"-{order}")
            ids = ids_on_page(page)
            if backward and len(ids) > 1 and ids == ids_on_page(backward):
                expected = f"another order than with sort={order}"
                yield self._finding(Kind.SORT_IGNORED, backward, "query:sort", expected, "the same")

    def _paged(self) -> Unit:
        """Ask for the second page, and for more than a page may hold."""
        if has_pages(self._lister):
            query: Query = {self._size: _SMALL} if self._size else {}
            second = self._get({**query, "page": 2})
            first = ids_on_page(self._page)[: _SMALL if self._size else None]
            if second and {*first} & {*ids_on_page(second)}:
                yield self._finding(Kind.PAGE_REPEATS, second, "/data", "things of no earlier page", "some again")
        for name in (item for item in PAGING if item in self._known):
            most = parameter_schema(self._session, self._lister, name).get("maximum")
            sent = self._get({name: most + 1}) if type(most) is int else None
            if sent and support.taken(sent) and self._lister.reply(_REFUSED):
                expected, kind = f"a refusal of more than {most}", Kind.INVALID_REQUEST_ACCEPTED
                yield self._finding(kind, sent, f"query:{name}", expected, "a success")

    def _ended_ones(self) -> Unit:
        """Read one thing of each final state that the list shows."""
        session, kind = self._session, self._session.contract_index.listed_as(self._lister)
        reader = support.reader_of(session, kind) if kind in session.contract_index.makers else None
        is_final = session.contract_index.is_state
        ended = {str(item["status"]): item for item in self._listed if is_final(item.get("status"), "final")}
        for item in ended.values() if reader else ():
            read = support.attempt(session, reader, ids={kind: str(item.get("id"))}) if reader else None
            if read and not support.taken(read):
                expected, found = f"what {self._lister.id} lists", Kind.VALID_REQUEST_REFUSED
                yield support.finding_about(session, found, read, f"path:{kind}", expected, "a refusal")

    def _finding(self, kind: Kind, page: Exchange, place: str, expected: str, actual: str) -> Finding:
        return support.finding_about(self._session, kind, page, place, expected, actual)


class Lists:
    """The lists of a survey; each is asked for as it usually is once."""

    def __init__(self, session: Session) -> None:
        self._session: Final = session
        self._probes: Final[dict[str, ListProbe]] = {}

    def listed(self, lister: Operation) -> Unit:
        """Ask a list by each of its parameters."""
        yield from self._probe(lister).findings()

    def combined(self, lister: Operation) -> Unit:
        """Ask a list by several parameters at once."""
        yield from self._probe(lister).combinations()

    def _probe(self, lister: Operation) -> ListProbe:
        if lister.id not in self._probes:
            self._probes[lister.id] = ListProbe(self._session, lister)
        return self._probes[lister.id]


def listed_to_other(session: Session, lister: Operation) -> Unit:
    """Ask a list with the key of the second account, by what a thing of the first has; history checks judge."""
    shown = [item for item in items(support.reply_of(session.latest.get(lister.id))) if is_object(item)]
    held = ((name, values_of(name, shown)) for name in filters(lister))
    queries: list[Query] = [{name: values[0]} for name, values in held if values]
    query = queries[0] if queries else {}
    support.attempt(session, lister, ids=support.good_ids(session, lister), query=query, key=Key.OTHER)
    yield from ()


def paged_oddly(session: Session, lister: Operation, turn: int) -> Unit:
    """Ask for a page that no list has, and filter by letters that a database minds; others judge the reply."""
    names = [name for name in filters(lister) if parameter_schema(session, lister, name).get("type") == "string"]
    free = [name for name in names if not words_of(session, lister, name)]
    query: Query = {"page": _ODD_PAGES[turn % len(_ODD_PAGES)]} if has_pages(lister) else {}
    query |= dict.fromkeys(free[-1:], "' Ñandú 🎉")
    if query:
        support.attempt(session, lister, ids=support.good_ids(session, lister), query=query)
    yield from ()


def has_pages(lister: Operation) -> bool:
    """Whether a list is asked for page by page."""
    return any(item.name == "page" for item in lister.parameters)


def _orders(session: Session, lister: Operation) -> list[str]:
    """The orders that can be asked for; by the moment of making where the contract lists none."""
    made = session.contract_index.name("made")
    has_order = any(item.name == "sort" for item in lister.parameters)
    return (sorts(session, lister) or [made, f"-{made}"]) if has_order else []


def _lacks(found: Exchange | None, wanted: list[dict[str, Json]]) -> bool:
    """Whether a reply that is whole lacks some of what is wanted."""
    if found is None or not support.taken(found) or has_next(found):
        return False
    return not {str(item.get("id")) for item in wanted} <= {*ids_on_page(found)}
