"""The base of every page of a list: its items, its counters, and the way to the pages after it.

A page reads its counters in each of the three envelopes that OnePay documents: beside ``data`` with
``last_page``, beside ``data`` with ``next_page_url``, or below ``meta``. How the pages after it are
fetched is the caller's knowledge: it attaches a walker to each page that it has read. A page without
one is just its own items.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Generic, Protocol, Self, TypeVar, cast
from urllib.parse import parse_qs, urlsplit

from msgspec import UNSET

from .model import Model

T = TypeVar("T")
P = TypeVar("P", bound="Page[Any]")

_WALKER = "walker"
_ASYNC_WALKER = "async_walker"
_WHOLE = "whole"
_NUMBER_LENGTH = 18


class Walker(Protocol):
    """Goes from a page to those that follow it."""

    def pages(self, first: P) -> Iterator[P]:
        """``first``, and every page after it."""
        ...

    def items(self, first: "Page[T]") -> Iterator[T]:
        """The items of ``first`` and of every page after it."""
        ...


class AsyncWalker(Protocol):
    """Goes from a page to those that follow it without blocking."""

    def pages(self, first: P) -> AsyncIterator[P]:
        """``first``, and every page after it."""
        ...

    def items(self, first: "Page[T]") -> AsyncIterator[T]:
        """The items of ``first`` and of every page after it."""
        ...


class Page(Model, Generic[T], kw_only=True, dict=True, gc=True):  # its walker may lead back to it
    """One page of a list.

    ``for item in page`` (``async for`` with an async client) goes through the items of this page and
    of all that follow it; ``page.data`` holds the items of this page alone.
    """

    data: list[T]
    """The items of this page."""

    def __iter__(self) -> Iterator[T]:
        walker = _walker_of(self)
        return iter(self.data) if walker is None else walker.items(self)

    def __aiter__(self) -> AsyncIterator[T]:
        walker = _async_walker_of(self)
        return _without_waiting(self.data) if walker is None else walker.items(self)

    def pages(self) -> "Pages[Self]":
        """This page and those that follow it, page by page: to hold one, or to go on from it another day."""
        return Pages(self)

    @property
    def number(self) -> int | None:
        """Number of this page, counted from 1; None where the reply does not say."""
        return self._counter("current_page")

    @property
    def last_number(self) -> int | None:
        """Number of the last page; None where the reply does not say."""
        return self._counter("last_page")

    @property
    def total_items(self) -> int | None:
        """How many items there are on all pages; None where the reply does not say."""
        return self._counter("total")

    @property
    def next_number(self) -> int | None:
        """Number that ``next_page_url`` carries; None where there is no such address, or no number in it.

        Only the number is ever taken from that address: it may name another host.
        """
        address = self._said("next_page_url")
        return _page_in(address) if isinstance(address, str) else None

    @property
    def has_next(self) -> bool | None:
        """Whether the reply says that a page follows; None where it says nothing about it."""
        number, last = self.number, self.last_number
        if number is not None and last is not None:
            return number < last
        address = self._said("next_page_url")
        unsaid = False if self.__dict__.get(_WHOLE) else None
        return unsaid if address is UNSET else address is not None

    def _counter(self, name: str) -> int | None:
        value = self._said(name)
        if value is UNSET:
            value = _entry(self._said("meta"), name)
        return _whole_number(value)

    def _said(self, name: str) -> Any:
        return _entry(self, name)


class Pages(Generic[P]):
    """A page and those that follow it; go through it with ``for``, or ``async for`` with an async client."""

    def __init__(self, first: P) -> None:
        self._first = first

    def __repr__(self) -> str:
        return f"Pages(from {type(self._first).__name__} {self._first.number or 1})"

    def __iter__(self) -> Iterator[P]:
        walker = _walker_of(self._first)
        return iter([self._first]) if walker is None else walker.pages(self._first)

    def __aiter__(self) -> AsyncIterator[P]:
        walker = _async_walker_of(self._first)
        return _without_waiting([self._first]) if walker is None else walker.pages(self._first)


def page_of_all(page: type[Page[T]], items: list[T]) -> Page[T]:
    """A bare list as a page, after which none follows."""
    made = page(data=items)
    setattr(made, _WHOLE, True)
    return made


def attach_walker(page: Page[Any], walker: Walker) -> None:
    """Let ``page`` go on to the pages after it. A walker is never compared, copied, pickled or sent."""
    setattr(page, _WALKER, walker)


def attach_async_walker(page: Page[Any], walker: AsyncWalker) -> None:
    """Let ``page`` go on to the pages after it with ``async for``."""
    setattr(page, _ASYNC_WALKER, walker)


def _walker_of(page: Page[Any]) -> Walker | None:
    walker: Walker | None = page.__dict__.get(_WALKER)
    if walker is None and _ASYNC_WALKER in page.__dict__:
        raise TypeError(
            "This page was read by an async client, and `for` cannot wait for the pages after it. "
            "Write `async for`, or take `page.data` for the items of this page alone."
        )
    return walker


def _async_walker_of(page: Page[Any]) -> AsyncWalker | None:
    walker: AsyncWalker | None = page.__dict__.get(_ASYNC_WALKER)
    if walker is None and _WALKER in page.__dict__:
        raise TypeError(
            "This page was read by a client that blocks, and `async for` would block with it. "
            "Write `for`, or read the list with the async client."
        )
    return walker


async def _without_waiting(items: list[T]) -> AsyncIterator[T]:
    for item in items:
        yield item


def _entry(holder: Any, name: str) -> Any:
    """A field by its wire name, documented or not; ``UNSET`` when it is absent."""
    if isinstance(holder, Model):
        holder = holder.undocumented if (value := getattr(holder, name, UNSET)) is UNSET else {name: value}
    return cast("Mapping[str, Any]", holder).get(name, UNSET) if isinstance(holder, Mapping) else UNSET


def _page_in(address: str) -> int | None:
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:  # not an address at all
        return None
    return _whole_number(query.get("page", [None])[-1])


def _whole_number(value: object) -> int | None:
    """A counter; PHP also writes it as text when it came as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _NUMBER_LENGTH:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
