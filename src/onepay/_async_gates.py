"""Where a task waits until one of the client's connections is free; ``_gates`` says why."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from ._gates import CONNECTIONS, out_of_time


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
            raise out_of_time() from None
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
