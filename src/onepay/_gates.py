"""Where a call waits until one of the client's connections is free.

httpcore has a queue of its own, but looks at every waiting request and every connection whenever something changes: a
thousand calls at once would spend their time in it until they give up. So no more calls are let through to it than it
has connections.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from threading import Semaphore

import httpx

CONNECTIONS = 100
"""How many connections httpx opens at most, unless it is told otherwise."""


def _out_of_time() -> httpx.PoolTimeout:
    return httpx.PoolTimeout("no connection became free in time")


class Gate:
    """Lets as many threads through as there are connections."""

    def __init__(self, places: int = CONNECTIONS) -> None:
        self._places = places
        self._process = os.getpid()
        self._free = Semaphore(places)

    @contextmanager
    def place(self, seconds: float | None) -> Generator[None]:
        """A place, after at most so many seconds of waiting.

        Raises:
            httpx.PoolTimeout: none became free in time.
        """
        free = self._of_this_process()
        if not free.acquire(timeout=seconds):
            raise _out_of_time()
        try:
            yield
        finally:
            free.release()

    def _of_this_process(self) -> Semaphore:
        """The places of this process: a child has its own connections, and no thread that would leave ours."""
        if self._process != os.getpid():
            self._free = Semaphore(self._places)
            self._process = os.getpid()
        return self._free


class AsyncGate:
    """Lets as many tasks through as there are connections, first come, first served."""

    def __init__(self, places: int = CONNECTIONS) -> None:
        self._places = places
        self._loop: asyncio.AbstractEventLoop | None = None
        self._free = asyncio.Semaphore(places)

    @asynccontextmanager
    async def place(self, seconds: float | None) -> AsyncGenerator[None]:
        """A place, after at most so many seconds of waiting.

        Raises:
            httpx.PoolTimeout: none became free in time.
        """
        free = self._of_this_loop()
        try:
            async with asyncio.timeout(seconds):
                await free.acquire()
        except TimeoutError:
            raise _out_of_time() from None
        try:
            yield
        finally:
            free.release()

    def _of_this_loop(self) -> asyncio.Semaphore:
        """The places of this event loop: those who wait in another one cannot be woken from here."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._free = loop, asyncio.Semaphore(self._places)
        return self._free
