"""Pages: each object once, consistent numbers, sizes and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final
from urllib.parse import parse_qs, urlsplit

from onepay_conformance.checks import support
from onepay_conformance.checks.check import active_check, history_check
from onepay_conformance.checks.lists import SIZES, ids_made, ids_on_page, list_operations, reported_size
from onepay_conformance.fixtures import items
from onepay_conformance.history import History, Interaction
from onepay_conformance.session import Session
from onepay_conformance.target import is_local, origin_of
from onepay_contract.document import Operation
from onepay_contract.exchanges import Exchange
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object

_SMALL: Final = 2
_LARGE: Final = 50
_USUAL: Final = 20
"""The size of a page, where none is told."""
_MOST_PAGES: Final = 40
_MOST: Final = 100
"""Servers may cut pages that are larger than this."""
_USUALLY: Final = "x-documented-default"
_POSITIONS: Final = ("from", "to")


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
            listed = ids_on_page(page) if page else []
            if page is None or not listed:
                break
            yield from self._repeated(page, listed, number)
            if self._is_going_round(listed, number):
                yield self._reported(Kind.PAGE_LOOPS, page, "an end", "a page that was there before")
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
        twice = [entry for entry in listed if self._held.setdefault(entry, number) != number]
        if twice:
            yield self._reported(Kind.PAGE_REPEATS, page, "things of no earlier page", "some again")

    def _is_going_round(self, listed: list[str], number: int) -> bool:
        return all(self._held[entry] < number for entry in listed)

    def _ended(self, page: Exchange, made: list[str]) -> Iterator[Finding]:
        if not ids_on_page(page) and any(item not in self._held for item in made):
            yield self._reported(Kind.PAGE_SKIPS, page, "everything that was made", "something is on no page")
        if not ids_on_page(page) and self._total is not None and self._total != len(self._held):
            yield self._reported(Kind.PAGE_TOTAL_WRONG, page, "as many as the pages hold", "another number")

    def _reported(self, kind: Kind, page: Exchange, expected: str, observed: str) -> Finding:
        pointer = "/total" if kind == Kind.PAGE_TOTAL_WRONG else "/data"
        return support.finding_about(self._session, kind, page, pointer, expected, observed)


@active_check
def pages_hold_each_object_once(session: Session) -> Iterable[Finding]:
    """The pages of a list, one after the other, hold each thing once, and then end."""
    for operation in list_operations(session, "page"):
        size = next((parameter.name for parameter in operation.parameters if parameter.name in SIZES), None)
        first = support.attempt(session, operation, query={size: _SMALL} if size else {})
        if first and support.taken(first):
            held = reported_size(first) or (_SMALL if size else _USUAL)
            made = ensure(session, operation, first, (_SMALL * 2 if size else held) + 1)
            yield from _Walk(session, operation, {size: _SMALL} if size else {}).findings(made)
            support.attempt(
                session, operation, query={size: _LARGE} if size else {}
            )  # history checks see whether it is


@active_check
def usual_page_size_is_the_documented_one(session: Session) -> Iterable[Finding]:
    """A list of which a page says how much a page holds holds so much, when nothing is asked for."""
    for operation in session.operations():
        for name, usual in _usual_sizes(operation).items():
            ensure(session, operation, support.attempt(session, operation), usual + 1)
            page = support.attempt(session, operation)
            reply = support.reply_of(page)
            shown = reply.get("per_page", usual) if is_object(reply) else usual
            if page and support.taken(page) and (shown != usual or len(ids_on_page(page)) > usual):
                expected = f"{usual}, as is documented of {name}"
                yield support.finding_about(
                    session, Kind.PAGE_SIZE_IGNORED, page, "/per_page", expected, "another number"
                )


@active_check
def full_last_page_is_the_last(session: Session) -> Iterable[Finding]:
    """A list whose last page is exactly full ends with it; history checks judge the numbers."""
    for operation in list_operations(session, "page"):
        size = next((parameter.name for parameter in operation.parameters if parameter.name in SIZES), None)
        if size:
            ensure(session, operation, support.attempt(session, operation), _SMALL * 2)
            held = support.attempt(session, operation, query={size: _MOST})
            count = len(ids_on_page(held))
            each = next((number for number in range(min(count, _LARGE), 1, -1) if count % number == 0), 0)
            if each and count < _MOST:
                last = count // each
                page = support.attempt(session, operation, query={size: each, "page": last})
                after = support.attempt(session, operation, query={size: each, "page": last + 1})
                yield from _ended(session, page, after)


@active_check
def list_holds_new_objects(session: Session) -> Iterable[Finding]:
    """A list without pages holds the last thing that was made, and the one before it."""
    for operation in session.operations():
        kind = session.contract_index.listed_as(operation)
        has_pages = any(parameter.name == "page" for parameter in operation.parameters)
        if session.contract_index.is_list(operation) and not has_pages and kind in session.contract_index.makers:
            made = ids_made(session, kind, 2)
            page = support.attempt(session, operation, ids=support.good_ids(session, operation))
            if page and support.taken(page) and not {*made} <= {*ids_on_page(page)}:
                yield support.finding_about(
                    session, Kind.PAGE_SKIPS, page, "/data", "what was just made", "not all of it"
                )


@active_check
def listed_object_can_be_read(session: Session) -> Iterable[Finding]:
    """One thing of each state that a list shows is read by itself; history checks compare."""
    for operation in session.operations():
        kind = session.contract_index.listed_as(operation)
        reader = support.reader_of(session, kind) if session.contract_index.is_list(operation) else None
        page = support.attempt(session, operation, ids=support.good_ids(session, operation)) if reader else None
        states = {str(item.get("status")): item.get("id") for item in items(support.reply_of(page)) if is_object(item)}
        for identifier in states.values() if reader else ():
            if reader and isinstance(identifier, str):
                read = support.attempt(session, reader, ids={kind: identifier})
                if read and not support.taken(read):
                    expected = f"what {operation.id} lists"
                    yield support.finding_about(
                        session, Kind.VALID_REQUEST_REFUSED, read, f"path:{kind}", expected, "a refusal"
                    )


@history_check
def page_numbers_are_consistent(history: History) -> Iterable[Finding]:
    """The numbers around a page are those of its items, and of the page that was asked for."""
    for list_interaction in _list_interactions(history):
        page = _numbers(list_interaction)
        for name, expected in _expected(list_interaction, page, len(list_interaction.reply["data"])):
            if name in page and page[name] != expected:
                yield list_interaction.finding(
                    Kind.PAGE_TOTAL_WRONG, f"/{name}", "what fits the items", "another number"
                )


@history_check
def page_with_items_has_positions(history: History) -> Iterable[Finding]:
    """The positions of the first and the last item are told, unless a page is empty."""
    for list_interaction in (item for item in _list_interactions(history) if item.reply["data"]):
        for name in _POSITIONS:
            if list_interaction.reply.get(name, 0) is None:
                yield list_interaction.finding(Kind.PAGE_TOTAL_WRONG, f"/{name}", "the position of an item", "null")


@history_check
def pages_of_a_list_have_the_same_fields(history: History) -> Iterable[Finding]:
    """A page that holds anything tells what the other pages of its list tell."""
    shown: dict[tuple[str, bool], set[str]] = {}
    for list_interaction in (item for item in _list_interactions(history) if item.reply["data"]):
        around = {*list_interaction.reply}
        for name in sorted(shown.setdefault((list_interaction.operation.id, "meta" in around), around) - around):
            yield list_interaction.finding(
                Kind.PAGE_TOTAL_WRONG, f"/{name}", "what the page before told", "nothing of it"
            )


@history_check
def page_size_is_respected(history: History) -> Iterable[Finding]:
    """No page holds more than was asked for, nor says that it might."""
    for list_interaction in _list_interactions(history):
        size = _requested_size(list_interaction)
        shown = _numbers(list_interaction).get("per_page", size)
        if size and (shown != size or len(list_interaction.reply["data"]) > size):
            yield list_interaction.finding(
                Kind.PAGE_SIZE_IGNORED, "/per_page", "the size that was asked for", "another one"
            )


@history_check
def only_last_page_is_short(history: History) -> Iterable[Finding]:
    """A page that is followed by another is full, and one that is not full is followed by none."""
    for list_interaction in _list_interactions(history):
        page, held = _numbers(list_interaction), len(list_interaction.reply["data"])
        size, last = page.get("per_page", 0), page.get("last_page")
        if held < size and _names_next(list_interaction):
            yield list_interaction.finding(Kind.PAGE_LOOPS, "/next_page_url", "null on the last page", "another page")
        if last is not None and held < size and page.get("current_page", last) < last:
            yield list_interaction.finding(
                Kind.PAGE_SKIPS, "/data", "a full page, since another follows", "fewer items"
            )


@history_check
def last_page_is_the_last(history: History) -> Iterable[Finding]:
    """A page that says that none follows it is followed by none, when that is asked for next."""
    for observed, after in pairwise(history.interactions):
        is_last = observed.succeeded and is_object(observed.reply) and observed.reply.get("next_page_url", "") is None
        if is_last and after.succeeded and after.objects and _is_next(observed, after):
            expected = "the page that follows"
            yield observed.finding(Kind.PAGE_TOTAL_WRONG, "/next_page_url", expected, "null")


@history_check
def page_holds_no_id_twice(history: History) -> Iterable[Finding]:
    """No page of a list holds an id twice."""
    for interaction in history.successes:
        held: dict[str, Json] = {}
        for entry in interaction.objects if interaction.operation.method == "GET" else ():
            name = str(entry.get("id", id(entry)))
            if name in held:
                kind = Kind.PAGE_REPEATS if held[name] == entry else Kind.ID_REUSED
                yield interaction.finding(kind, "/data/*/id", "one object with this id", "several")
            held[name] = entry


@history_check
def page_links_keep_the_address(history: History) -> Iterable[Finding]:
    """A page names other pages at the address at which it was asked for."""
    for interaction in history.successes:
        for name, value in interaction.reply.items() if is_object(interaction.reply) else ():
            if name.endswith("_page_url") and isinstance(value, str) and not _is_beside(interaction, value):
                yield interaction.finding(Kind.PAGE_TOTAL_WRONG, f"/{name}", "the address of this list", "another one")


@history_check
def adjacent_pages_have_adjacent_numbers(history: History) -> Iterable[Finding]:
    """The page before has the number before, and the page after the number after."""
    for interaction in history.successes:
        number = interaction.reply.get("current_page") if is_object(interaction.reply) else None
        for name, step in (("next_page_url", 1), ("prev_page_url", -1)):
            address = interaction.reply.get(name) if number else None
            is_address = isinstance(address, str) and origin_of(address)[0]
            shown = parse_qs(urlsplit(str(address)).query).get("page") if is_address else None
            if shown and type(number) is int and shown != [str(number + step)]:
                yield interaction.finding(Kind.PAGE_TOTAL_WRONG, f"/{name}", "the neighbouring page", "another one")


def ensure(session: Session, operation: Operation, page: Exchange | None, wanted: int) -> list[str]:
    """The ids of new things, so many that the list holds as many as are wanted, where anything makes them."""
    there = len(ids_on_page(page)) if page else 0
    return (
        ids_made(session, session.contract_index.listed_as(operation), wanted - there)
        if support.is_affordable(session, wanted)
        else []
    )


def _usual_sizes(operation: Operation) -> dict[str, int]:
    """The parameters that say how much a page holds, with the number of which a page says that it is usual."""
    sizes = {item.name: item.fact.schema.get(_USUALLY) for item in operation.parameters if item.name in SIZES}
    return {name: usual for name, usual in sizes.items() if type(usual) is int}


def _ended(session: Session, page: Exchange | None, after: Exchange | None) -> Iterator[Finding]:
    reply = support.reply_of(page)
    if page and is_object(reply) and ids_on_page(page) and reply.get("next_page_url"):
        yield support.finding_about(session, Kind.PAGE_LOOPS, page, "/next_page_url", "null", "another page")
    if after and ids_on_page(after):
        yield support.finding_about(
            session, Kind.PAGE_REPEATS, after, "/data", "nothing behind the last page", "something"
        )


def _list_interactions(history: History) -> Iterator[Interaction]:
    for interaction in history.successes:
        if (
            interaction.operation.method == "GET"
            and is_object(interaction.reply)
            and is_array(interaction.reply.get("data"))
        ):
            yield interaction


def _numbers(interaction: Interaction) -> dict[str, int]:
    """The counters of a page, in whichever envelope."""
    meta = interaction.reply.get("meta")
    around: dict[str, Json] = {**interaction.reply, **(meta if is_object(meta) else {})}
    return {name: value for name, value in around.items() if type(value) is int}


def _expected(interaction: Interaction, page: dict[str, int], held: int) -> Iterator[tuple[str, int]]:
    requested = interaction.query.get("page", "1")
    number = page.get("current_page", 1)
    if requested.isascii() and requested.isdigit() and 0 < int(requested) < _MOST:
        yield "current_page", int(requested)
    if "per_page" in page and held:
        yield "from", (number - 1) * page["per_page"] + 1
    if "from" in page and held:
        yield "to", page["from"] + held - 1
    if not held:
        yield from ((name, 0) for name in ("from", "to"))  # or null
    if "total" in page and "per_page" in page:
        yield "last_page", max(1, -(-page["total"] // max(1, page["per_page"])))
    if "total" in page and held and number == page.get("last_page"):
        yield "total", (number - 1) * page.get("per_page", 0) + held


def _requested_size(interaction: Interaction) -> int | None:
    """The size of page that was asked for, where the operation knows the parameter; `per_page` goes first."""
    known = {parameter.name for parameter in interaction.operation.parameters}
    text = next((interaction.query[name] for name in SIZES if name in known and name in interaction.query), "")
    is_size = text.isascii() and text.isdigit() and 0 < int(text) <= _MOST
    return int(text) if is_size else None


def _is_next(interaction: Interaction, after: Interaction) -> bool:
    """Whether the second page was asked for as the one after the first, of the same list."""
    pages = [item.query.get("page", "1") for item in (interaction, after)]
    rests = [{name: value for name, value in item.query.items() if name != "page"} for item in (interaction, after)]
    is_same = (interaction.operation, interaction.ids, interaction.key) == (after.operation, after.ids, after.key)
    return is_same and rests[0] == rests[1] and pages[0].isdigit() and pages[1] == str(int(pages[0]) + 1)


def _names_next(interaction: Interaction) -> bool:
    following = interaction.reply.get("next_page_url")
    return isinstance(following, str) and bool(parse_qs(urlsplit(following).query).get("page"))


def _is_beside(interaction: Interaction, address: str) -> bool:
    requested = interaction.exchange.url
    is_same_server = origin_of(address) == origin_of(requested) or (is_local(address) and is_local(requested))
    return is_same_server and urlsplit(address).path == urlsplit(requested).path
