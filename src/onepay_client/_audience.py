"""Tells the watchers of a client, and lets none of them change what happens to a call."""

from __future__ import annotations

import logging
from typing import Any

from onepay_core.requests import Request

from .attempts import Attempt
from .replies import RawReply, Reply
from .watching import Watched, Watcher


class Audience:
    """The watchers of one call. What one of them raises is logged: by then money may have moved."""

    __slots__ = ("_call", "_watchers")

    def __init__(self, call: Watched, watchers: tuple[Watcher, ...]) -> None:
        self._call = call
        self._watchers = watchers

    def started(self) -> None:
        """The call begins."""
        for watcher in self._watchers:
            try:
                watcher.started(self._call)
            except Exception as error:  # noqa: BLE001 - see the class
                _complain(watcher, error)

    def attempted(self, attempt: Attempt, request: Request, reply: RawReply | None) -> None:
        """An attempt has ended."""
        for watcher in self._watchers:
            try:
                watcher.attempted(self._call, attempt, request, reply)
            except Exception as error:  # noqa: BLE001 - see the class
                _complain(watcher, error)

    def finished(self, reply: Reply[Any] | None, error: BaseException | None) -> None:
        """The call ends."""
        for watcher in self._watchers:
            try:
                watcher.finished(self._call, reply, error)
            except Exception as failure:  # noqa: BLE001 - see the class
                _complain(watcher, failure)


def _complain(watcher: Watcher, error: Exception) -> None:
    logging.getLogger("onepay_client").error("The watcher %s raised %s", type(watcher).__name__, type(error).__name__)
