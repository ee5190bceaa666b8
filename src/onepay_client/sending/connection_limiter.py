"""Where a call waits until one of the client's connections is free.

httpcore has a queue of its own, but looks at every waiting request and every connection whenever something changes: a
thousand calls at once would spend their time in it until they give up. So no more calls are let through to it than it
has connections.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager, suppress
from threading import Condition, RLock, get_ident

import httpx

CONNECTIONS = 100
"""How many connections httpx opens at most, unless it is told otherwise."""


def out_of_time() -> httpx.PoolTimeout:
    """What is raised where no place became free."""
    return httpx.PoolTimeout("no connection became free in time")


class ConnectionLimiter:
    """Lets as many threads through as there are connections.

    Ctrl-C may come between any two instructions, so what a thread has is known by its number, not by what it did last:
    ``leave`` gives back whatever it still has, and may be repeated.
    """

    def __init__(self, slots: int = CONNECTIONS) -> None:
        self._slots = slots
        self._process = os.getpid()
        self._begin()

    def _begin(self) -> None:
        self._lock = RLock()
        self._changed = Condition(self._lock)
        self._held: Counter[int] = Counter()

    @contextmanager
    def slot(self, seconds: float | None) -> Generator[None]:
        """A place, after at most so many seconds of waiting.

        Raises:
            httpx.PoolTimeout: none became free in time.
        """
        self._enter_this_process()
        before = self._held[get_ident()]
        try:
            with self._changed:
                if not self._changed.wait_for(lambda: self._held.total() < self._slots, seconds):
                    raise out_of_time()
                self._held[get_ident()] += 1
            yield
        finally:
            self.leave(before)

    def leave(self, kept: int = 0) -> None:
        """Give back what this thread has, but for so many places."""
        if self._held[get_ident()] > kept:
            with self._changed:
                self._changed.notify()
                self._held[get_ident()] = kept
                if not kept:  # threads come and go
                    del self._held[get_ident()]
        release_all(self._lock)

    def _enter_this_process(self) -> None:
        """Begin anew in a child: it has its own connections, and no thread that would leave ours."""
        if self._process != os.getpid():
            self._begin()
            self._process = os.getpid()


def release_all(lock: RLock) -> None:
    """Release ``lock`` as often as this thread has acquired it, which may be never."""
    with suppress(RuntimeError):
        while True:
            lock.release()
