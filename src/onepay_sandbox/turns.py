"""Turns: of each account, one at a time sends deliveries or moves the clock, in the order of asking."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from typing import Final


class Turns:
    """The turns of all accounts of one process; threads and event loops may share them."""

    def __init__(self) -> None:
        """No account is busy."""
        self._lock: Final = threading.Lock()
        self._queues: Final[dict[str, deque[Future[None]]]] = {}
        self._left: Final[set[str]] = set()

    def try_take(self, account: str) -> bool:
        """Take the turn if it is free; otherwise whoever has it is told at its end that work was left for it."""
        with self._lock:
            if account in self._queues:
                self._left.add(account)
                return False
            self._queues[account] = deque()
            return True

    def take(self, account: str) -> Future[None] | None:
        """Take the turn: None where it is taken, else what is done as soon as it is."""
        with self._lock:
            if account not in self._queues:
                self._queues[account] = deque()
                return None
            waiting = Future[None]()
            self._queues[account].append(waiting)
            return waiting

    def abandon(self, account: str, waiting: Future[None]) -> None:
        """Wait no more for the turn, which may have been given in this moment."""
        if not waiting.cancel():
            self.give_back(account)

    def is_wanted(self, account: str) -> bool:
        """Whether somebody waits for the turn."""
        with self._lock:
            return bool(self._queues[account])

    def give_back(self, account: str) -> bool:
        """Give the turn to the next who waits; True where nobody does and deliveries were left meanwhile."""
        with self._lock:
            queue = self._queues[account]
            while queue:
                following = queue.popleft()
                if following.set_running_or_notify_cancel():
                    break
            else:
                del self._queues[account]
                left = account in self._left
                self._left.discard(account)
                return left
        following.set_result(None)
        return False

    def leave(self, account: str) -> None:
        """Let who comes next know that deliveries are due."""
        with self._lock:
            self._left.add(account)
