"""Lists: the three documented envelopes, and the two dialects of filters and sorts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from onepay_core.json_values import Json
from onepay_sandbox.api import Call
from onepay_sandbox.core.assumptions import Assumption
from onepay_sandbox.core.objects import Search, StoredObject

View: TypeAlias = Callable[[StoredObject], Json]

LARGEST: Final = 1_000
_FARTHEST: Final = 2**62

ASSUMPTIONS: Final = (
    Assumption(
        "newest-first",
        "inferred",
        "Lists begin with the newest object.",
        "The card list documents it as its default (-created_at); other pages say nothing.",
    ),
    Assumption(
        "largest-page",
        "ours",
        "A page holds at most 1,000 items, and at most 100 where the list says so.",
        "Only two lists document a limit; a larger page is cut and not refused.",
    ),
    Assumption(
        "smallest-page",
        "ours",
        "A page holds at least one item, also with a limit of 0 or less.",
        "The older limit has a documented maximum and no minimum.",
    ),
    Assumption(
        "page-links",
        "inferred",
        "Links to other pages name the page and none of the other parameters of the request.",
        "The three samples say ?page=1. They and the errors are Laravel's, whose pages leave the rest out unless told.",
    ),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its items and where it stands in the whole."""

    items: Sequence[Json]
    number: int
    size: int
    total: int

    @property
    def first(self) -> int | None:
        """The position of the first item, None on an empty page."""
        return (self.number - 1) * self.size + 1 if self.items else None

    @property
    def last(self) -> int | None:
        """The position of the last item, None on an empty page."""
        return (self.number - 1) * self.size + len(self.items) if self.items else None

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, math.ceil(self.total / self.size))


def page(call: Call, search: Search, view: View, *, size: int) -> Page:
    """The page of the objects that the call asks for, by `page` and `per_page` or the older `limit`."""
    number, held, offset = _position(call, size)
    records, total = call.unit.objects.find(replace(search, offset=offset, limit=held))
    return Page([view(record) for record in records], number, held, total)


def cut(call: Call, items: Sequence[Json], *, size: int) -> Page:
    """The page of a fixed list, such as the banks, that the call asks for."""
    number, held, offset = _position(call, size)
    return Page(items[offset : offset + held], number, held, len(items))


def _position(call: Call, size: int) -> tuple[int, int, int]:
    """The number of the page, how many items it holds, and how many stand before it."""
    number = call.query.get("page", 1)
    held = max(1, min(call.query.get("per_page", call.query.get("limit", size)), LARGEST))
    return number, held, min((number - 1) * held, _FARTHEST)


def counted(page: Page) -> Json:
    """The flat envelope that knows how much there is, by `last_page` and `total`."""
    return {
        "data": page.items,
        "current_page": page.number,
        "from": page.first,
        "last_page": page.pages,
        "per_page": page.size,
        "to": page.last,
        "total": page.total,
    }


def linked(page: Page, url: str) -> Json:
    """The flat envelope that knows its neighbours, by `next_page_url` and so on, and no total."""
    return {
        "data": page.items,
        "current_page": page.number,
        "first_page_url": f"{url}?page=1",
        "from": page.first,
        "next_page_url": f"{url}?page={page.number + 1}" if page.number < page.pages else None,
        "path": url,
        "per_page": page.size,
        "prev_page_url": f"{url}?page={page.number - 1}" if page.number > 1 else None,
        "to": page.last,
    }


def nested(page: Page) -> Json:
    """The older envelope, with its counters in `meta`."""
    meta = {"current_page": page.number, "last_page": page.pages, "per_page": page.size, "total": page.total}
    return {"data": page.items, "meta": meta}


def without_nulls(envelope: Json) -> Json:
    """An envelope whose contract knows no null: what an empty page cannot say is left out."""
    return {key: value for key, value in envelope.items() if value is not None}


def filtered(call: Call, search: Search, *fields: str) -> Search:
    """The search, narrowed by the `filter[…]` parameters: `status`, `id`, and these indexed fields."""
    wanted = {name: call.query.get(f"filter[{name}]") for name in ("status", "id", *fields)}
    status, identifier, *values = wanted.values()
    having = {name: value for name, value in zip(fields, values, strict=True) if value is not None}
    return replace(search, status=status, id=identifier, having=having)


def in_order(search: Search, sort: str | None) -> Search:
    """The search in the order that a `sort` parameter names: an indexed field, with a minus for the greatest first."""
    if sort is None or sort == "-created_at":
        return search
    field = sort.removeprefix("-")
    return replace(search, order=None if field == "created_at" else field, oldest_first=not sort.startswith("-"))
