"""A list on a server that answers page by page in any of the documented envelopes, and the two callers that read it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from onepay_api import Call, OnePayError, Page, read
from onepay_api.client import AsyncResources, Resources
from onepay_client.pages import follow, follow_async
from onepay_core.json_values import Json

ENVELOPES: Final = ("flat", "with urls", "nested", "full")
"""Those that say where the list goes on: the three documented ones, and one with both counters and addresses."""

TAGS: Final = {"flat": "charges", "with urls": "accounts", "nested": "cards", "full": "charges", "bare": "webhooks"}
"""Which list comes in which envelope."""

Bend: TypeAlias = Callable[[dict[str, Json], int], Json]
"""Changes a page before it is sent, by its number."""

TOO_MANY: Final = 50
"""Requests that no list of these tests needs; whoever sends as many goes in circles."""


class EndlessError(Exception):
    """The walk went on and on."""


class List:
    """Items by number of page; `before(number)` may change the list, and `bend(page, number)` the reply."""

    def __init__(self, count: int, envelope: str = "flat", size: int = 3) -> None:
        self.items: list[Json] = [{"id": f"item-{number}"} for number in range(1, count + 1)]
        self.envelope = envelope
        self.size = size
        self.page_numbers: list[int] = []
        self.calls: list[Call[Any]] = []
        self.before: Callable[[int], object] = lambda _: None
        self.bend: Bend = lambda page, _: page

    def answer(self, call: Call[Any]) -> Json:
        self.calls.append(call)
        number = int(call.options.query.get("page") or call.arguments.get("page") or 1)
        self.page_numbers.append(number)
        if len(self.page_numbers) > TOO_MANY:
            raise EndlessError
        self.before(number)
        return self.bend(self.page(number), number)

    def page(self, number: int) -> dict[str, Json]:
        """A page as it stands now."""
        data = self.items[(number - 1) * self.size : number * self.size]
        last = max(1, -(-len(self.items) // self.size))
        counters = {"current_page": number, "last_page": last, "per_page": self.size, "total": len(self.items)}
        address = None if number >= last else f"https://api.onepay.la/v1/things?limit=3&page={number + 1}"
        urls = {"current_page": number, "next_page_url": address, "prev_page_url": None, "path": "/"}
        if self.envelope == "nested":
            return {"data": data, "meta": counters}
        shown: dict[str, dict[str, Json]] = {"flat": counters, "with urls": urls, "full": counters | urls, "bare": {}}
        return {"data": data, **shown[self.envelope]}


def ids(count: int) -> list[str]:
    """The ids of the items of such a list."""
    return [f"item-{number}" for number in range(1, count + 1)]


def body_of(answer: Json) -> bytes:
    return json.dumps(answer).encode()


class SyncReader(Resources):
    """Answers the calls of the resource classes from a `List`, and attaches walkers as a client does."""

    def __init__(self, listing: List) -> None:
        self._listing = listing

    def call(self, call: Call[Any]) -> Any:
        value = read(body_of(self._listing.answer(call)), call.operation.replies["200"].type).value  # type: ignore[union-attr]
        follow(value, call, self)
        return value


class AsyncReader(AsyncResources):
    """The same without blocking."""

    def __init__(self, listing: List) -> None:
        self._listing = listing

    async def call(self, call: Call[Any]) -> Any:
        await asyncio.sleep(0)
        value = read(body_of(self._listing.answer(call)), call.operation.replies["200"].type).value  # type: ignore[union-attr]
        follow_async(value, call, self)
        return value


class Walked:
    """What a walk brought before it ended, and the error that ended it."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.numbers: list[int | None] = []
        self.error: OnePayError | None = None


class Walk:
    """Reads a list from its first page to its end, on one side of the client."""

    def __init__(self, side: str) -> None:
        self.side = side

    def items(self, listing: List, tag: str = "charges", **arguments: Any) -> Walked:
        return asyncio.run(self._go(listing, tag, arguments, by_page=False))

    def pages(self, listing: List, tag: str = "charges", **arguments: Any) -> Walked:
        return asyncio.run(self._go(listing, tag, arguments, by_page=True))

    async def _go(self, listing: List, tag: str, arguments: dict[str, Any], *, by_page: bool) -> Walked:
        walked = Walked()
        first = await self.first(listing, tag, **arguments)
        try:
            await self._drain(first.pages() if by_page else first, walked)
        except OnePayError as error:
            walked.error = error
        return walked

    async def first(self, listing: List, tag: str = "charges", **arguments: Any) -> Any:
        if self.side == "sync":
            return getattr(SyncReader(listing), tag).list(**arguments)
        return await getattr(AsyncReader(listing), tag).list(**arguments)

    async def _drain(self, walk: Any, walked: Walked) -> None:
        if self.side == "sync":
            for item in walk:
                self._take(item, walked)
        else:
            async for item in walk:
                self._take(item, walked)

    def _take(self, item: Any, walked: Walked) -> None:
        if not is_page(item):
            walked.ids.append(item.id)
            return
        walked.numbers.append(item.number)
        walked.ids += [entry.id for entry in item.data]


def is_page(value: Any) -> bool:
    """Whether a value is a page, without telling the type checkers which."""
    return isinstance(value, Page)
