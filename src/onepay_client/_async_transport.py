"""What ``_transport`` does, without blocking; only who uses ``AsyncOnePay`` pays for asyncio."""

from __future__ import annotations

import asyncio
from asyncio import sleep
from collections.abc import AsyncIterable, Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar, cast

import httpx

from ._leftovers import close_if_more_came_async
from ._misuse import ConfigurationError
from ._outlets import AsyncOutlet
from ._steps import Arrived, Failed, Send, Wire
from ._transport import Body, Trace, failed, followed, make_request, read_already
from .headers import Headers
from .replies import RawReply

__all__ = ("AsyncTransport", "in_a_thread", "require_loop", "sleep")

V = TypeVar("V")


class AsyncTransport:
    """Sends without blocking."""

    def __init__(self, outlet: AsyncOutlet, max_body: int, clock: Callable[[], float]) -> None:
        self.outlet = outlet
        self._max_body = max_body
        self._clock = clock

    async def send(self, send: Send) -> Arrived | Failed:
        """One attempt; every failure becomes a ``Failed``."""
        try:
            request = make_request(self.outlet, send, AsyncTrace)
            async with self.outlet.place(send.timeouts["pool"]):
                return await self._exchange(request, send)
        except Exception as error:  # noqa: BLE001 - as above
            return failed(error, send.wire, None)

    async def _exchange(self, request: httpx.Request, send: Send) -> Arrived | Failed:
        response: httpx.Response | None = None
        try:
            async with asyncio.timeout(None if send.until is None else send.until - self._clock()):
                send.wire.handed_over = True
                response = await self.outlet.send(request)
                if response.history:
                    return followed()
                headers = Headers(response.headers.raw)
                body = await self._read(response, headers)
                await close_if_more_came_async(response)
                return Arrived(RawReply(response.status_code, headers, body))
        except Exception as error:  # noqa: BLE001 - as above
            return failed(error, send.wire, response)
        finally:
            if response is not None:
                with suppress(Exception):
                    await response.aclose()

    async def _read(self, response: httpx.Response, headers: Headers) -> bytes:
        if response.is_stream_consumed:
            return read_already(response, self._max_body)
        body = Body(headers, self._max_body)
        async for piece in cast("AsyncIterable[bytes]", response.stream):
            body.take(piece)
        return body.whole()


class AsyncTrace:
    """The same for ``httpx.AsyncClient``."""

    __slots__ = ("_trace",)

    def __init__(self, wire: Wire) -> None:
        self._trace = Trace(wire)

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        self._trace(event, info)


def require_loop() -> None:
    """See to it that asyncio runs.

    Raises:
        ConfigurationError: it does not; trio's tasks, for one, are run by another loop.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        raise ConfigurationError(
            "AsyncOnePay needs asyncio, and no event loop of asyncio runs here. Under trio, call OnePay in a thread: "
            "trio.to_thread.run_sync. Nothing was sent."
        ) from None


async def in_a_thread(action: Callable[[], V], seconds: float | None = None) -> V:
    """Run what blocks on a disk; when we are cancelled, first let it end, so that what it wrote is known.

    Raises:
        TimeoutError: every thread was busy for so many seconds, and it was not begun.
    """
    owner: dict[str, str] = {}  # whoever writes first decides whether it is begun

    def begin() -> V:
        if owner.setdefault("owner", "thread") != "thread":
            raise TimeoutError
        return action()

    def is_given_up() -> bool:
        return owner.setdefault("owner", "loop") == "loop"

    work = asyncio.ensure_future(asyncio.to_thread(begin))
    try:
        await asyncio.wait([work], timeout=None if seconds is None else max(seconds, 0.0))
    except asyncio.CancelledError:
        if not is_given_up():
            await asyncio.wait([work])
        work.add_done_callback(_result_is_known)
        raise
    if not work.done() and is_given_up():
        work.add_done_callback(_result_is_known)
        raise TimeoutError("no thread was free in time")
    return await work


def _result_is_known(work: asyncio.Future[Any]) -> None:
    """Say that nobody asks for the result, or asyncio would complain."""
    if not work.cancelled():
        work.exception()
