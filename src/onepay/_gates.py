"""Where a call waits until one of the client's connections is free.

httpcore has a queue of its own, but looks at every waiting request and every connection whenever something changes: a
thousand calls at once would spend their time in it until they give up. So no more calls are let through to it than it
has connections.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from threading import Semaphore

import httpx

CONNECTIONS = 100
"""How many connections httpx opens at most, unless it is told otherwise."""


def out_of_time() -> httpx.PoolTimeout:
    """What is raised where no place became free."""
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
            raise out_of_time()
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
