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
        self._loop: asyncio.AbstractEventLoop | None = None
        self._free = asyncio.Semaphore(places)
        self._door = asyncio.Lock()

    @asynccontextmanager
    async def place(self, seconds: float | None) -> AsyncGenerator[None]:
        """A place, after at most so many seconds of waiting.

        Raises:
            httpx.PoolTimeout: none became free in time.
        """
        self._enter_this_loop()
        free, door = self._free, self._door
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

    def _enter_this_loop(self) -> None:
        """Each event loop has places of its own: those who wait in another one cannot be woken from here."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._free, self._door = loop, asyncio.Semaphore(self._places), asyncio.Lock()


async def _pass(door: asyncio.Lock) -> None:
    async with door:
        for _ in range(_TURNS):
            await asyncio.sleep(0)
