"""Does each page hold what it says, and what was asked for?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Final
from urllib.parse import parse_qs, urlsplit

from onepay_conformance.checks.check import history_check
from onepay_conformance.history import History, Interaction
from onepay_contract.findings import Finding, Kind
from onepay_core.json_values import Json, is_array, is_object

SIZES: Final = ("per_page", "limit")
_MOST: Final = 100
"""Servers may cut pages that are larger than this."""
_POSITIONS: Final = ("from", "to")
_USUAL_ORDERS: Final = {"cards_list": "-created_at"}
"""The orders of lists of which a page says how they are sorted when nothing is asked for."""
PAGING: Final = ("page", "sort", *SIZES)


@history_check
def pages_count_rightly(history: History) -> Iterable[Finding]:
    """The numbers around a page are those of its items, and of the page that was asked for."""
    for seen in _lists(history):
        page = _numbers(seen)
        for name, expected in _expected(seen, page, len(seen.reply["data"])):
            if name in page and page[name] != expected:
                yield seen.finding(Kind.PAGE_TOTAL_WRONG, f"/{name}", "what fits the items", "another number")


@history_check
def pages_with_items_tell_where_they_are(history: History) -> Iterable[Finding]:
    """The positions of the first and the last item are told, unless a page is empty."""
    for seen in (one for one in _lists(history) if one.reply["data"]):
        for name in _POSITIONS:
            if seen.reply.get(name, 0) is None:
                yield seen.finding(Kind.PAGE_TOTAL_WRONG, f"/{name}", "the position of an item", "null")


@history_check
def pages_tell_the_same_of_themselves(history: History) -> Iterable[Finding]:
    """A page that holds anything tells what the other pages of its list tell."""
    told: dict[tuple[str, bool], set[str]] = {}
    for seen in (one for one in _lists(history) if one.reply["data"]):
        around = {*seen.reply}
        for name in sorted(told.setdefault((seen.operation.id, "meta" in around), around) - around):
            yield seen.finding(Kind.PAGE_TOTAL_WRONG, f"/{name}", "what the page before told", "nothing of it")


@history_check
def pages_have_the_size_that_was_asked_for(history: History) -> Iterable[Finding]:
    """No page holds more than was asked for, nor says that it might."""
    for seen in _lists(history):
        size = _asked_size(seen)
        told = _numbers(seen).get("per_page", size)
        if size and (told != size or len(seen.reply["data"]) > size):
            yield seen.finding(Kind.PAGE_SIZE_IGNORED, "/per_page", "the size that was asked for", "another one")


@history_check
def only_the_last_page_is_short(history: History) -> Iterable[Finding]:
    """A page that is followed by another is full, and one that is not full is followed by none."""
    for seen in _lists(history):
        page, held = _numbers(seen), len(seen.reply["data"])
        size, last = page.get("per_page", 0), page.get("last_page")
        if held < size and _names_next(seen):
            yield seen.finding(Kind.PAGE_LOOPS, "/next_page_url", "null on the last page", "another page")
        if last is not None and held < size and page.get("current_page", last) < last:
            yield seen.finding(Kind.PAGE_SKIPS, "/data", "a full page, since another follows", "fewer items")


@history_check
def pages_name_those_that_follow(history: History) -> Iterable[Finding]:
    """A page that says that none follows it is followed by none, when that is asked for next."""
    for seen, after in pairwise(history.seen):
        is_last = seen.succeeded and is_object(seen.reply) and seen.reply.get("next_page_url", "") is None
        if is_last and after.succeeded and after.objects and _is_next(seen, after):
            expected = "the page that follows"
            yield seen.finding(Kind.PAGE_TOTAL_WRONG, "/next_page_url", expected, "null")


@history_check
def filters_filter(history: History) -> Iterable[Finding]:
    """No filtered list holds what the filter excludes."""
    for seen in history.successes:
        for name, wanted in _filters(seen) if seen.operation.method == "GET" else ():
            if any(_is_excluded(seen, name, wanted, one) for one in seen.objects):
                expected = "only what the filter allows"
                yield seen.finding(Kind.FILTER_IGNORED, f"query:{name}", expected, "something else too")


@history_check
def sorts_sort(history: History) -> Iterable[Finding]:
    """A list that is asked for in an order is in that order, or in its usual one."""
    for seen in history.successes:
        wanted = seen.query.get("sort", _USUAL_ORDERS.get(seen.operation.id, ""))
        if seen.operation.method == "GET" and wanted and not _is_sorted(seen, wanted):
            yield seen.finding(Kind.SORT_IGNORED, "query:sort", "the order that was asked for", "another one")


def _lists(history: History) -> Iterator[Interaction]:
    for seen in history.successes:
        if seen.operation.method == "GET" and is_object(seen.reply) and is_array(seen.reply.get("data")):
            yield seen


def _numbers(seen: Interaction) -> dict[str, int]:
    """The counters of a page, in whichever envelope."""
    meta = seen.reply.get("meta")
    around: dict[str, Json] = {**seen.reply, **(meta if is_object(meta) else {})}
    return {name: value for name, value in around.items() if type(value) is int}


def _expected(seen: Interaction, page: dict[str, int], held: int) -> Iterator[tuple[str, int]]:
    asked = seen.query.get("page", "1")
    number = page.get("current_page", 1)
    if asked.isascii() and asked.isdigit() and 0 < int(asked) < _MOST:
        yield "current_page", int(asked)
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


def _asked_size(seen: Interaction) -> int | None:
    """The size of page that was asked for, where the operation knows the parameter; `per_page` goes first."""
    known = {one.name for one in seen.operation.parameters}
    text = next((seen.query[name] for name in SIZES if name in known and name in seen.query), "")
    is_size = text.isascii() and text.isdigit() and 0 < int(text) <= _MOST
    return int(text) if is_size else None


def _is_next(seen: Interaction, after: Interaction) -> bool:
    """Whether the second page was asked for as the one after the first, of the same list."""
    pages = [one.query.get("page", "1") for one in (seen, after)]
    rests = [{name: value for name, value in one.query.items() if name != "page"} for one in (seen, after)]
    is_same = (seen.operation, seen.ids, seen.key) == (after.operation, after.ids, after.key)
    return is_same and rests[0] == rests[1] and pages[0].isdigit() and pages[1] == str(int(pages[0]) + 1)


def _names_next(seen: Interaction) -> bool:
    following = seen.reply.get("next_page_url")
    return isinstance(following, str) and bool(parse_qs(urlsplit(following).query).get("page"))


def _filters(seen: Interaction) -> Iterator[tuple[str, str]]:
    """The filters that were asked for; of two names of one filter neither, since no page tells which goes first."""
    fields = [filtered_by(name) for name in seen.query]
    return (one for one in seen.query.items() if one[0] not in PAGING and fields.count(filtered_by(one[0])) == 1)


def _is_excluded(seen: Interaction, name: str, wanted: str, one: dict[str, Json]) -> bool:
    """Whether a filter excludes an object; not, where nothing tells."""
    field = filtered_by(name)
    if name not in {known.name for known in seen.operation.parameters}:
        return False
    if field in ("created_from", "created_to"):
        return _is_out_of(field, wanted, one.get("created_at"))
    value = field_of(one, field)
    if field == "name" and isinstance(value, str):
        return not set(wanted.casefold()) <= set(value.casefold()) and wanted.isascii() and value.isascii()
    return value is not None and _text(value) not in (wanted, wanted.casefold())


def _is_out_of(field: str, wanted: str, made: Json) -> bool:
    try:
        bound = date.fromisoformat(wanted)
        moment = datetime.fromisoformat(made).date() if isinstance(made, str) else bound
    except ValueError:
        return False
    days = (moment - bound).days
    return days < -1 if field == "created_from" else days > 1  # the zone of the bound is not documented


def filtered_by(name: str) -> str:
    """The field that a parameter filters by, which some lists write as `filter[...]`."""
    return name.removeprefix("filter[").removesuffix("]")


def field_of(one: dict[str, Json], name: str) -> Json:
    """A field, also where it is the id of an object within."""
    if name in one:
        return one[name]
    inner = one.get(name.removesuffix("_id"))
    return inner.get("id") if is_object(inner) else None


def _text(value: Json) -> str:
    """A value as it stands in a URL."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _is_sorted(seen: Interaction, wanted: str) -> bool:
    field = wanted.removeprefix("-")
    held = [one[field] for one in seen.objects if isinstance(one.get(field), str)]
    if wanted.startswith("-"):
        held.reverse()
    keys = [_rank(field, value) for value in held]
    return keys == sorted(keys)


def _rank(field: str, value: str) -> str:
    return value if field.endswith("_at") else value.casefold()
