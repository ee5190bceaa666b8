"""``transport`` without blocking. It is a module of its own, so that only who uses ``AsyncOnePay`` loads asyncio."""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from typing import Any, Protocol, TypeAlias, TypeVar, cast

import httpx

from onepay_client.errors import ConfigurationError
from onepay_core.requests import Request

from .connections import CONNECTIONS, out_of_time
from .messages import Failed, Headers, RawReply, Received, Send, TransmissionState
from .transport import (
    Body,
    Closed,
    RequestMaker,
    Trace,
    attempt_extensions,
    close_if_more_came_async,
    failed,
    followed,
    make_httpx_request,
    read_already,
)
from .transport_config import TransportConfig, checked_transports, transports_of, trusted_certificates

V = TypeVar("V")


class AsyncSender(ABC):
    """``Sender`` without blocking."""

    @property
    @abstractmethod
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""

    @abstractmethod
    async def aclose(self) -> None:
        """Close what is ours."""

    @abstractmethod
    async def send(self, send: Send) -> Received | Failed:
        """One attempt; every failure becomes a ``Failed``."""


class AsyncHttpxSender(AsyncSender):
    """``HttpxSender`` without blocking."""

    def __init__(self, config: TransportConfig, *, reports_progress: bool) -> None:
        self.reports_progress = reports_progress
        self._max_body = config.max_body
        self._clock = config.clock

    @abstractmethod
    def slot(self, seconds: float | None) -> AbstractAsyncContextManager[None]:
        """A place among those whose requests are under way; ``httpx.PoolTimeout`` after so many seconds."""

    @abstractmethod
    def make(self, request: Request, extensions: dict[str, Any]) -> httpx.Request:
        """A request to send."""

    @abstractmethod
    async def transmit(self, request: httpx.Request) -> httpx.Response:
        """Send it, and return the reply as soon as its headers are there."""

    async def send(self, send: Send) -> Received | Failed:
        """One attempt; every failure becomes a ``Failed``."""
        try:
            extensions = attempt_extensions(send, AsyncTrace, reports_progress=self.reports_progress)
            request = self.make(send.request, extensions)
            async with self.slot(send.timeouts["pool"]):
                return await self._exchange(request, send)
        except Exception as error:  # noqa: BLE001 - whatever making a request raises is an answer to "what happened?"
            return failed(error, send.state, None)

    async def _exchange(self, request: httpx.Request, send: Send) -> Received | Failed:
        response: httpx.Response | None = None
        try:
            async with asyncio.timeout(None if send.until is None else send.until - self._clock()):
                send.state.handed_over = True
                response = await self.transmit(request)
                if response.history:
                    return followed()
                headers = Headers(response.headers.raw)
                body = await self._read(response, headers)
                await close_if_more_came_async(response)
                return Received(RawReply(response.status_code, headers, body))
        except Exception as error:  # noqa: BLE001 - whatever a transport raises is an answer to "what happened?"
            return failed(error, send.state, response)
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

    def __init__(self, state: TransmissionState) -> None:
        self._trace = Trace(state)

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Note one event of the trace."""
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


_TURNS = 2
"""Turns of the event loop that httpcore takes to give a request its connection."""


class AsyncConnectionLimiter:
    """Lets as many tasks through as there are connections, first come, first served.

    Those who had to wait go one by one: httpcore would give one and the same idle connection to all that come in one
    turn of the event loop, and then all but one of them would queue again. ``turns`` is how long each of them takes.
    """

    def __init__(self, slots: int = CONNECTIONS, turns: int = _TURNS) -> None:
        self._slots = slots
        self._turns = turns
        self._of_loops: dict[asyncio.AbstractEventLoop, tuple[asyncio.Semaphore, asyncio.Lock]] = {}

    def slot(self, seconds: float | None) -> AbstractAsyncContextManager[None]:
        """A place, after at most so many seconds of waiting.

        Raises:
            httpx.PoolTimeout: none became free in time.
        """
        return _AsyncSlot(self, seconds)

    async def enter(self, seconds: float | None) -> asyncio.Semaphore:
        """Take a place, which the semaphore takes back.

        Raises:
            httpx.PoolTimeout: none became free in time.
        """
        free, door = self._of_this_loop()
        if not free.locked():
            await free.acquire()
            return free
        try:
            async with asyncio.timeout(seconds):
                await free.acquire()
        except TimeoutError:
            raise out_of_time() from None
        try:
            if self._turns:
                await self._pass(door)
        except BaseException:
            free.release()
            raise
        return free

    async def _pass(self, door: asyncio.Lock) -> None:
        async with door:
            for _ in range(self._turns):
                await asyncio.sleep(0)

    def _of_this_loop(self) -> tuple[asyncio.Semaphore, asyncio.Lock]:
        """Each event loop has places of its own: those who wait in another one cannot be woken from here."""
        loop = asyncio.get_running_loop()
        if loop not in self._of_loops:
            self._of_loops = {other: kept for other, kept in self._of_loops.items() if not other.is_closed()}
            self._of_loops[loop] = asyncio.Semaphore(self._slots), asyncio.Lock()
        return self._of_loops[loop]


class _AsyncSlot:
    """A place of an ``AsyncConnectionLimiter``, as long as its block lasts."""

    __slots__ = ("_free", "_limiter", "_seconds")

    def __init__(self, limiter: AsyncConnectionLimiter, seconds: float | None) -> None:
        self._limiter = limiter
        self._seconds = seconds

    async def __aenter__(self) -> None:
        self._free = await self._limiter.enter(self._seconds)

    async def __aexit__(self, *_: object) -> None:
        self._free.release()


_Transports: TypeAlias = dict[str, httpx.AsyncBaseTransport]


class AsyncTransports(Protocol):
    """Transports by host."""

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        ...

    async def of(self, host: str) -> httpx.AsyncBaseTransport:
        """The transport to a host."""
        ...

    async def aclose(self) -> None:
        """Close what can be closed from this event loop."""
        ...


class GivenAsyncTransport:
    """One transport that the caller gave, for all hosts and loops."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport
        self.is_closed: bool = False

    async def of(self, host: str) -> httpx.AsyncBaseTransport:  # noqa: ARG002 - it takes all of them
        """The transport.

        Raises:
            Closed: it has been closed.
        """
        if self.is_closed:
            raise Closed
        return self._transport

    async def aclose(self) -> None:
        """Close it."""
        if not self.is_closed:
            self.is_closed = True
            await self._transport.aclose()


class LoopTransports:
    """Transports of our own, those of each event loop apart; a loop that ends closes its own."""

    def __init__(self, make: Callable[[], _Transports]) -> None:
        self._make = make
        self._ready: _Transports | None = make()  # at once, so that what cannot be right is told by the client's class
        self._of_loops: dict[asyncio.AbstractEventLoop, tuple[_Transports, AsyncGenerator[None]]] = {}
        self._inherited: list[object] = []
        self._process = os.getpid()
        self.is_closed: bool = False

    async def of(self, host: str) -> httpx.AsyncBaseTransport:
        """The transport to a host, of this event loop.

        Raises:
            Closed: they have been closed.
        """
        if self.is_closed:
            raise Closed
        if self._process != os.getpid():
            self._leave_to_the_parent()
        loop = asyncio.get_running_loop()
        if loop not in self._of_loops:
            await self._open(loop)
        return self._of_loops[loop][0][host]

    async def aclose(self) -> None:
        """Close those of this event loop; another one closes its own when it ends."""
        self.is_closed = True
        if self._process == os.getpid():
            kept = self._of_loops.pop(asyncio.get_running_loop(), None)
            if kept is not None:
                await kept[1].aclose()

    async def _open(self, loop: asyncio.AbstractEventLoop) -> None:
        self._of_loops = {other: kept for other, kept in self._of_loops.items() if not other.is_closed()}
        transports, self._ready = self._ready or self._make(), None
        closing = _close_at_the_end(transports)
        self._of_loops[loop] = transports, closing
        await anext(closing)

    def _leave_to_the_parent(self) -> None:
        """Two processes on one connection would read each other's replies; only its owner closes it."""
        self._inherited.append(self._of_loops)
        self._of_loops, self._ready, self._process = {}, None, os.getpid()


async def _close_at_the_end(transports: _Transports) -> AsyncGenerator[None]:
    """Close them when this event loop ends: it closes the asynchronous generators that were begun in it."""
    try:
        yield
    finally:
        for transport in dict.fromkeys(transports.values()):
            await transport.aclose()


class AsyncTransportSender(AsyncHttpxSender):
    """Sends through transports of ours, or through one that was given, which has no ``limiter``."""

    def __init__(
        self,
        config: TransportConfig,
        transports: AsyncTransports,
        limiter: AsyncConnectionLimiter | None,
        *,
        reports_progress: bool,
    ) -> None:
        super().__init__(config, reports_progress=reports_progress)
        self._transports = transports
        self._limiter = limiter
        self._make = make_httpx_request if limiter is None else RequestMaker(config.servers.values())

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._transports.is_closed

    def slot(self, seconds: float | None) -> AbstractAsyncContextManager[None]:
        """A slot among the requests under way; none is needed where others set the limit."""
        return nullcontext() if self._limiter is None else self._limiter.slot(seconds)

    def make(self, request: Request, extensions: dict[str, Any]) -> httpx.Request:
        """A request to send."""
        return self._make(request, extensions)

    async def transmit(self, request: httpx.Request) -> httpx.Response:
        """Send it."""
        transport = await self._transports.of(request.url.host)
        return await transport.handle_async_request(request)

    async def aclose(self) -> None:
        """Close what is ours."""
        await self._transports.aclose()


class AsyncClientSender(AsyncHttpxSender):
    """Sends through an ``httpx.AsyncClient`` that belongs to somebody else."""

    def __init__(self, config: TransportConfig, http: httpx.AsyncClient, *, reports_progress: bool) -> None:
        super().__init__(config, reports_progress=reports_progress)
        self._http = http

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._http.is_closed

    def slot(self, seconds: float | None) -> AbstractAsyncContextManager[None]:  # noqa: ARG002 - its owner set its limits
        """A slot among the requests under way; none is needed where others set the limit."""
        return nullcontext()

    def make(self, request: Request, extensions: dict[str, Any]) -> httpx.Request:
        """A request to send."""
        return self._http.build_request(
            request.method, request.url, headers=request.headers, content=request.content, extensions=extensions
        )

    async def transmit(self, request: httpx.Request) -> httpx.Response:
        """Send it."""
        return await self._http.send(request, stream=True, auth=None, follow_redirects=False)

    async def aclose(self) -> None:
        """It is not ours to close."""


def make_async_sender(
    config: TransportConfig, http: httpx.AsyncClient | None, transport: httpx.AsyncBaseTransport | None
) -> AsyncSender:
    """What an ``AsyncOnePay`` sends through, unless it is a fast one."""
    if http is not None:
        is_proved = checked_transports(transports_of(http, list(config.servers.values())))
        return AsyncClientSender(config, http, reports_progress=is_proved)
    if transport is not None:
        given = GivenAsyncTransport(transport)
        return AsyncTransportSender(config, given, None, reports_progress=checked_transports([transport]))
    transports = LoopTransports(lambda: _own_transports(config))
    return AsyncTransportSender(config, transports, AsyncConnectionLimiter(), reports_progress=True)


def _own_transports(config: TransportConfig) -> dict[str, httpx.AsyncBaseTransport]:
    verify, proxies = trusted_certificates(), config.proxies()
    made = {via: httpx.AsyncHTTPTransport(verify, http2=config.http2, proxy=via) for via in proxies.values()}
    return {host: made[via] for host, via in proxies.items()}
