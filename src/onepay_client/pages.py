"""Going through a list: from the page that was asked for to those after it, and never in circles.

A client attaches a walker to each page that it reads, so ``for charge in client.charges.list()`` goes through
all pages, ``page.pages()`` goes page by page, and ``page.number`` is where another run can go on:
``client.charges.list(page=7)``. A list that comes as a bare array is a page after which none follows.

A list may change while it is read. An item that slid from one page to the next is delivered once. What cannot
be mended ends the walk with ``PaginationError``: a page that came again, that came empty before the end, or
with another number than was asked for, and a total that went down, since items then slid past us unseen.
Only the number in ``next_page_url`` is used, whatever host it names.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, TypeGuard, TypeVar, cast

from msgspec import UNSET, structs

from onepay_core.json_values import is_array, is_object
from onepay_core.operation import AsyncCaller, Call, Caller
from onepay_core.pages import P, Page, attach_async_walker, attach_walker
from onepay_core.tracebacks import private_locals
from onepay_core.values import to_json

from .errors import PaginationError

__all__ = ("Page",)


T = TypeVar("T")

_PAGE = "page"
_START_AGAIN = "Read the list again from its first page."


def follow(value: object, call: Call[Any], caller: Caller) -> None:
    """Let ``value``, the reply to ``call``, go on to its next pages through ``caller``; only pages are touched."""
    if _is_page(value):
        attach_walker(value, _Walker(call, caller))


def follow_async(value: object, call: Call[Any], caller: AsyncCaller) -> None:
    """Let ``value`` go on to its next pages with ``async for``."""
    if _is_page(value):
        attach_async_walker(value, _AsyncWalker(call, caller))


class _PrivateIterator(Iterator[T]):
    """Another iterator, whose errors show none of the pages and items that it held."""

    def __init__(self, inner: Iterator[T]) -> None:
        self._inner = inner

    @private_locals
    def __next__(self) -> T:
        return next(self._inner)


class _PrivateAsyncIterator(AsyncIterator[T]):
    """The same for ``async for``."""

    def __init__(self, inner: AsyncIterator[T]) -> None:
        self._inner = inner

    @private_locals
    async def __anext__(self) -> T:
        return await anext(self._inner)


class _Walker:
    """Fetches pages through a caller that blocks."""

    def __init__(self, call: Call[Any], caller: Caller) -> None:
        self._call = call
        self._caller = caller

    def pages(self, first: P) -> Iterator[P]:
        return _PrivateIterator(page for page, _ in self._walk(first))

    def items(self, first: Page[T]) -> Iterator[T]:
        return _PrivateIterator(item for _, fresh in self._walk(first) for item in fresh)

    def _walk(self, first: Any) -> Iterator[tuple[Any, list[Any]]]:
        cursor = _Cursor(self._call)
        page = first
        while cursor.arrive(page):
            yield page, cursor.fresh
            following = cursor.next_call()
            if following is None:
                return
            page = self._caller.call(following)


class _AsyncWalker:
    """Fetches pages without blocking."""

    def __init__(self, call: Call[Any], caller: AsyncCaller) -> None:
        self._call = call
        self._caller = caller

    def pages(self, first: P) -> AsyncIterator[P]:
        return _PrivateAsyncIterator(page async for page, _ in self._walk(first))

    def items(self, first: Page[T]) -> AsyncIterator[T]:
        return _PrivateAsyncIterator(item async for _, fresh in self._walk(first) for item in fresh)

    async def _walk(self, first: Any) -> AsyncIterator[tuple[Any, list[Any]]]:
        cursor = _Cursor(self._call)
        page = first
        while cursor.arrive(page):
            yield page, cursor.fresh
            following = cursor.next_call()
            if following is None:
                return
            page = await self._caller.call(following)


class _Cursor:
    """One walk: where it stands, what it has seen, and where it goes next. It never touches the network."""

    def __init__(self, call: Call[Any]) -> None:
        self._call = call
        self._argument = _page_argument(call)
        self._number = _first_number(call, self._argument)
        self._guessing = False
        self._total: int | None = None
        self._known_ids: set[object] = set()
        self._more: bool | None = None
        self.fresh: list[Any] = []
        """The items of the page that arrived, but for those that an earlier page had."""

    def arrive(self, page: object) -> bool:
        """Take the page that was asked for; False when it turns out that the list had ended before it.

        Raises:
            PaginationError: it does not fit to what came before.
        """
        checked = self._checked(page)
        self._check_number(checked)
        self._check_total(checked)
        self._note_end(checked)
        return self._check_items(checked.data)

    def next_call(self) -> Call[Any] | None:
        """The call for the page after the one that arrived; None at the end of the list."""
        self._guessing = self._more is None and self._argument is not None and bool(self.fresh)
        if not (self._more or self._guessing):
            return None
        self._number = (self._number or 1) + 1
        return _with_page(self._call, self._argument, self._number)

    def _checked(self, page: object) -> Page[Any]:
        if _is_page(page) and is_array(cast("object", page.data)):
            return page
        raise self._broken("the reply is not a page with a list of items", "Look at it with client.with_reply.")

    def _check_number(self, page: Page[Any]) -> None:
        if self._number and page.number not in (None, self._number):
            raise self._broken(f"the server answered page {page.number} instead", _START_AGAIN)
        self._number = self._number or max(page.number or 1, 1)
        if page.next_number not in (None, self._number + 1):
            raise self._broken(f"it names page {page.next_number} as the next one", _START_AGAIN)

    def _check_total(self, page: Page[Any]) -> None:
        before, self._total = self._total, page.total_items
        if before is not None and self._total is not None and self._total < before:
            raise self._broken(
                f"the list shrank from {before} to {self._total} items while it was read",
                "Collect the items before you change them, as list(page) does, and read the list again.",
            )

    def _note_end(self, page: Page[Any]) -> None:
        last = page.last_number
        self._more = page.has_next if last is None or self._number is None else self._number < last

    def _check_items(self, data: list[Any]) -> bool:
        names = [_identity(item) for item in data]
        is_new = [name not in self._known_ids for name in names]
        self._known_ids.update(names)
        if self._guessing and not any(is_new):
            return False
        if self._more and not data:
            raise self._broken("it is empty, although another page should follow", _START_AGAIN)
        if data and not any(is_new):
            raise self._broken("it repeats items that had come before", _START_AGAIN)
        triples = zip(data, names, is_new, strict=True)
        self.fresh = [item for item, name, new in triples if new or isinstance(name, bytes)]
        return True

    def _broken(self, what: str, advice: str) -> PaginationError:
        return PaginationError(self._call.operation.id, self._number or 1, what, advice)


def _is_page(value: object) -> TypeGuard[Page[Any]]:
    return isinstance(value, Page)


def _identity(item: object) -> object:
    """What tells an item from others: its id, or else everything in it, as bytes."""
    name = item.get("id") if is_object(item) else getattr(item, "id", None)
    is_id = isinstance(name, (str, int)) and not isinstance(name, bool) and name != ""
    return name if is_id else to_json(item)


def _page_argument(call: Call[Any]) -> str | None:
    """The argument that carries the number of the page, where the contract has one."""
    parameters = call.operation.parameters
    return next((p.argument for p in parameters if p.location == "query" and p.name == _PAGE), None)


def _first_number(call: Call[Any], argument: str | None) -> int | None:
    given = call.options.query.get(_PAGE, call.arguments.get(argument or _PAGE, UNSET))
    return int(given) if str(given).isdecimal() else None


def _with_page(call: Call[Any], argument: str | None, number: int) -> Call[Any]:
    """``call`` for another page; nothing else of it changes."""
    query = {name: value for name, value in call.options.query.items() if name != _PAGE}
    if argument is None:
        return structs.replace(call, options=structs.replace(call.options, query={**query, _PAGE: str(number)}))
    options = structs.replace(call.options, query=query)
    return structs.replace(call, arguments={**call.arguments, argument: number}, options=options)
