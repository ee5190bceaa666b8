"""A process that dies at a chosen moment: nothing of it is written, sent or slept after that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import httpx

from onepay_client import Ending, Entry, Journal


class Death(BaseException):
    """The process is gone. It is no `Exception`, so that nobody handles it."""


class CrashCountdown:
    """So many moments before death; `moment` is called before and after everything that the world can see."""

    def __init__(self, moments: int) -> None:
        self._left = moments

    def moment(self) -> None:
        """Live on, or die; the dead stay dead."""
        self._left -= 1
        if self._left < 0:
            raise Death


class CrashingJournal:
    """A journal that a dying process writes to."""

    def __init__(self, journal: Journal, countdown: CrashCountdown) -> None:
        self._journal: Final = journal
        self._countdown: Final = countdown

    def begin(self, entry: Entry) -> Entry | None:
        """As the journal does, if we live."""
        self._countdown.moment()
        before = self._journal.begin(entry)
        self._countdown.moment()
        return before

    def end(self, entry_id: str, ending: Ending) -> None:
        """As the journal does, if we live."""
        self._countdown.moment()
        self._journal.end(entry_id, ending)
        self._countdown.moment()

    def unsettled(self) -> Iterable[Entry]:
        """As the journal does."""
        return self._journal.unsettled()


class MortalTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport of a process that may die before it sends, or before it hears."""

    def __init__(self, countdown: CrashCountdown) -> None:
        self._countdown: Final = countdown
        self._sync: Final = httpx.HTTPTransport()
        self._async: Final = httpx.AsyncHTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._countdown.moment()
        response = self._sync.handle_request(request)
        try:
            self._countdown.moment()
        except Death:
            response.close()
            raise
        return response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._countdown.moment()
        response = await self._async.handle_async_request(request)
        try:
            self._countdown.moment()
        except Death:
            await response.aclose()
            raise
        return response

    def close(self) -> None:
        self._sync.close()

    async def aclose(self) -> None:
        await self._async.aclose()
