"""Where a task waits until one of the client's connections is free; ``_gates`` says why."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from ._gates import CONNECTIONS, out_of_time

_TURNS = 2
"""Turns of the event loop that httpcore takes to give a request its connection."""


class AsyncGate:
    """Lets as many tasks through as there are connections, first come, first served.

    Those who had to wait go one by one: httpcore would give one and the same idle connection to all that come in one
    turn of the event loop, and then all but one of them would queue again.
    """

    def __init__(self, places: int = CONNECTIONS) -> None:
        self._places = places
        self._of_loops: dict[asyncio.AbstractEventLoop, tuple[asyncio.Semaphore, asyncio.Lock]] = {}

    @asynccontextmanager
    async def place(self, seconds: float | None) -> AsyncGenerator[None]:
        """A place, after at most so many seconds of waiting.

        Raises:
            httpx.PoolTimeout: none became free in time.
        """
        free, door = self._of_this_loop()
        crowded = free.locked()
        try:
            async with asyncio.timeout(seconds):
                await free.acquire()
        except TimeoutError:
            raise out_of_time() from None
        try:
            if crowded:
                await _pass(door)
            yield
        finally:
            free.release()

    def _of_this_loop(self) -> tuple[asyncio.Semaphore, asyncio.Lock]:
        """Each event loop has places of its own: those who wait in another one cannot be woken from here."""
        loop = asyncio.get_running_loop()
        if loop not in self._of_loops:
            self._of_loops = {other: kept for other, kept in self._of_loops.items() if not other.is_closed()}
            self._of_loops[loop] = asyncio.Semaphore(self._places), asyncio.Lock()
        return self._of_loops[loop]


async def _pass(door: asyncio.Lock) -> None:
    async with door:
        for _ in range(_TURNS):
            await asyncio.sleep(0)
