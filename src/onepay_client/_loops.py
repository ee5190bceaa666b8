"""The connections of an ``AsyncOnePay``: each event loop has its own.

A connection belongs to the event loop that opened it. Programs use one client in several: ``asyncio.run`` once for
each job, ``async_to_sync`` once for each request, or a loop in each thread.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Callable
from typing import Protocol, TypeAlias

import httpx

from ._outlets import Closed

_Transports: TypeAlias = dict[str, httpx.AsyncBaseTransport]


class AsyncTransports(Protocol):
    """Transports by host."""

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        ...

    async def of(self, host: str) -> httpx.AsyncBaseTransport:
        """The transport to a host."""
        ...

    async def aclose(self) -> None:
        """Close what can be closed from this event loop."""
        ...


class GivenAsyncTransport:
    """One transport that the caller gave, for all hosts and loops."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport
        self.is_closed = False

    async def of(self, host: str) -> httpx.AsyncBaseTransport:  # noqa: ARG002 - it takes all of them
        """The transport.

        Raises:
            Closed: it has been closed.
        """
        if self.is_closed:
            raise Closed
        return self._transport

    async def aclose(self) -> None:
        """Close it."""
        if not self.is_closed:
            self.is_closed = True
            await self._transport.aclose()


class LoopTransports:
    """Transports of our own, those of each event loop apart; a loop that ends closes its own."""

    def __init__(self, make: Callable[[], _Transports]) -> None:
        self._make = make
        self._ready: _Transports | None = make()  # at once, so that what cannot be right is told by the client's class
        self._of_loops: dict[asyncio.AbstractEventLoop, tuple[_Transports, AsyncGenerator[None]]] = {}
        self._inherited: list[object] = []
        self._process = os.getpid()
        self.is_closed = False

    async def of(self, host: str) -> httpx.AsyncBaseTransport:
        """The transport to a host, of this event loop.

        Raises:
            Closed: they have been closed.
        """
        if self.is_closed:
            raise Closed
        if self._process != os.getpid():
            self._leave_to_the_parent()
        loop = asyncio.get_running_loop()
        if loop not in self._of_loops:
            await self._open(loop)
        return self._of_loops[loop][0][host]

    async def aclose(self) -> None:
        """Close those of this event loop; another one closes its own when it ends."""
        self.is_closed = True
        if self._process == os.getpid():
            kept = self._of_loops.pop(asyncio.get_running_loop(), None)
            if kept is not None:
                await kept[1].aclose()

    async def _open(self, loop: asyncio.AbstractEventLoop) -> None:
        self._of_loops = {other: kept for other, kept in self._of_loops.items() if not other.is_closed()}
        transports, self._ready = self._ready or self._make(), None
        closing = _close_at_the_end(transports)
        self._of_loops[loop] = transports, closing
        await anext(closing)

    def _leave_to_the_parent(self) -> None:
        """Two processes on one connection would read each other's replies; only its owner closes it."""
        self._inherited.append(self._of_loops)
        self._of_loops, self._ready, self._process = {}, None, os.getpid()


async def _close_at_the_end(transports: _Transports) -> AsyncGenerator[None]:
    """Close them when this event loop ends: it closes the asynchronous generators that were begun in it."""
    try:
        yield
    finally:
        for transport in dict.fromkeys(transports.values()):
            await transport.aclose()
