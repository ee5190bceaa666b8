"""``transport`` without blocking. It is a module of its own, so that only who uses ``AsyncOnePay`` loads asyncio."""

from __future__ import annotations

import asyncio
import os
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from functools import partial
from typing import Any, Protocol, Self, TypeAlias, TypeVar, cast

import httpx

from onepay_client.errors import ConfigurationError
from onepay_core.requests import Request

from .connections import CONNECTIONS, IDLE, out_of_time
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


Transmit: TypeAlias = Callable[[httpx.Request], Awaitable[httpx.Response]]


class Connection:
    """Carries a request, and stays with whoever owns it."""

    __slots__ = ("is_reusable", "transmit")

    def __init__(self, transmit: Transmit) -> None:
        self.transmit: Transmit = transmit
        self.is_reusable: bool = False
        """Whether a whole reply has been read from it."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing is ours to close."""


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
    def connection(self, request: httpx.Request) -> Connection:
        """What carries the request, as long as its block lasts; entering it raises ``Closed`` where nothing does."""

    async def send(self, send: Send) -> Received | Failed:
        """One attempt; every failure becomes a ``Failed``."""
        try:
            extensions = attempt_extensions(send, AsyncTrace, reports_progress=self.reports_progress)
            request = self.make(send.request, extensions)
            async with self.slot(send.timeouts["pool"]), self.connection(request) as connection:
                return await self._exchange(connection, request, send)
        except Exception as error:  # noqa: BLE001 - whatever making a request raises is an answer to "what happened?"
            return failed(error, send.state, None)

    async def _exchange(self, connection: Connection, request: httpx.Request, send: Send) -> Received | Failed:
        response: httpx.Response | None = None
        try:
            async with asyncio.timeout(None if send.until is None else send.until - self._clock()):
                send.state.handed_over = True
                response = await connection.transmit(request)
                if response.history:
                    return followed()
                headers = Headers(response.headers.raw)
                body = await self._read(response, headers)
                await close_if_more_came_async(response)
                connection.is_reusable = True
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


class AsyncConnectionLimiter:
    """Lets as many tasks through as there are connections, first come, first served."""

    def __init__(self, slots: int = CONNECTIONS) -> None:
        self._slots = slots
        self._of_loops: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}

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
        free = self._of_this_loop()
        if not free.locked():
            await free.acquire()
            return free
        try:
            async with asyncio.timeout(seconds):
                await free.acquire()
        except TimeoutError:
            raise out_of_time() from None
        return free

    def _of_this_loop(self) -> asyncio.Semaphore:
        """Each event loop has places of its own: those who wait in another one cannot be woken from here."""
        loop = asyncio.get_running_loop()
        free = self._of_loops.get(loop)
        if free is None:
            forget_closed(self._of_loops)
            free = self._of_loops[loop] = asyncio.Semaphore(self._slots)
        return free


def forget_closed(of_loops: dict[asyncio.AbstractEventLoop, Any]) -> None:
    """Forget what belonged to event loops that have ended; other threads may do the same at this moment."""
    for loop in tuple(of_loops):
        if loop.is_closed():
            of_loops.pop(loop, None)


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


MakeTransport: TypeAlias = Callable[[str], httpx.AsyncBaseTransport]
"""Makes a transport to a host."""


class AsyncTransports(Protocol):
    """Transports by host."""

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        ...

    def connection(self, host: str) -> Connection:
        """What carries a request to a host; entering it raises ``Closed`` where they have been closed."""
        ...

    async def aclose(self) -> None:
        """Close what can be closed from this event loop."""
        ...


class GivenAsyncTransport:
    """One transport that the caller gave, for all hosts and loops."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport
        self.is_closed: bool = False

    def connection(self, host: str) -> Connection:  # noqa: ARG002 - it takes all of them
        """The transport.

        Raises:
            Closed: it has been closed.
        """
        if self.is_closed:
            raise Closed
        return Connection(self._transport.handle_async_request)

    async def aclose(self) -> None:
        """Close it."""
        if not self.is_closed:
            self.is_closed = True
            await self._transport.aclose()


class AsyncConnections:
    """The connections of one event loop, each with one request at a time; the one that was used last goes first.

    A transport of httpx looks at all of its connections whenever a request comes or goes, so each of ours has one.
    """

    def __init__(self, make: MakeTransport, now: Callable[[], float], most: int = CONNECTIONS) -> None:
        self._make = make
        self._now = now
        self._most = most
        self._idle: dict[str, deque[tuple[httpx.AsyncBaseTransport, float]]] = {}
        self._open: set[httpx.AsyncBaseTransport] = set()
        self._is_closed = False

    async def take(self, host: str) -> httpx.AsyncBaseTransport:
        """A connection to a host that nobody uses.

        There are never more than ``most``, as long as no more than that are taken: an idle one to another host goes.
        """
        idle = self._idle.setdefault(host, deque())
        if idle:
            return idle.pop()[0]
        others = [found for found in self._idle.values() if found]
        if others and len(self._open) >= self._most:
            await self._close(others[0].popleft()[0])
        transport = self._make(host)
        self._open.add(transport)
        return transport

    async def give_back(self, host: str, transport: httpx.AsyncBaseTransport, *, is_reusable: bool) -> None:
        """Keep a connection for the next request if it can be used again; close those that have long been idle."""
        if self._is_closed or not is_reusable:
            await self._close(transport)
            return
        now, idle = self._now(), self._idle[host]
        idle.append((transport, now))
        while idle and idle[0][1] < now - IDLE:
            await self._close(idle.popleft()[0])

    async def aclose(self) -> None:
        """Close all of them, also those that are in use."""
        self._is_closed = True
        self._idle.clear()
        for transport in tuple(self._open):
            await self._close(transport)

    async def _close(self, transport: httpx.AsyncBaseTransport) -> None:
        self._open.discard(transport)
        with suppress(Exception):  # what came over it is known by now, and must not be lost for this
            await transport.aclose()


class SharedConnections(AsyncConnections):
    """One transport to each host for all requests at once, as HTTP/2 allows it."""

    def __init__(self, make: MakeTransport, now: Callable[[], float]) -> None:
        super().__init__(make, now)
        self._shared: dict[str, httpx.AsyncBaseTransport] = {}

    async def take(self, host: str) -> httpx.AsyncBaseTransport:
        """The transport to a host."""
        if host not in self._shared:
            self._shared[host] = await super().take(host)
        return self._shared[host]

    async def give_back(self, host: str, transport: httpx.AsyncBaseTransport, *, is_reusable: bool) -> None:
        """Others use it."""


class _OwnConnection(Connection):
    """One of ``AsyncConnections``, given back at the end of its block."""

    __slots__ = ("_connections", "_host", "_loops", "_transport")

    def __init__(self, loops: LoopConnections, host: str) -> None:
        self.is_reusable = False
        self._loops = loops
        self._host = host

    async def __aenter__(self) -> Self:
        self._connections = await self._loops.of_this_loop()
        self._transport = await self._connections.take(self._host)
        self.transmit = self._transport.handle_async_request
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connections.give_back(self._host, self._transport, is_reusable=self.is_reusable)


class LoopConnections:
    """Connections of our own, those of each event loop apart; a loop that ends closes its own."""

    def __init__(self, make: Callable[[Callable[[], float]], AsyncConnections]) -> None:
        self._make = make
        self._of_loops: dict[asyncio.AbstractEventLoop, tuple[AsyncConnections, AsyncGenerator[None]]] = {}
        self._inherited: list[object] = []
        self._process = os.getpid()
        self.is_closed: bool = False

    def connection(self, host: str) -> Connection:
        """What carries a request to a host."""
        return _OwnConnection(self, host)

    async def of_this_loop(self) -> AsyncConnections:
        """Those of this event loop.

        Raises:
            Closed: they have been closed.
        """
        if self.is_closed:
            raise Closed
        if self._process != os.getpid():
            self._leave_to_the_parent()
        kept = self._of_loops.get(asyncio.get_running_loop())
        return await self._open() if kept is None else kept[0]

    async def aclose(self) -> None:
        """Close those of this event loop; another one closes its own when it ends."""
        self.is_closed = True
        if self._process == os.getpid():
            kept = self._of_loops.pop(asyncio.get_running_loop(), None)
            if kept is not None:
                await kept[1].aclose()

    async def _open(self) -> AsyncConnections:
        forget_closed(self._of_loops)
        loop = asyncio.get_running_loop()
        connections = self._make(loop.time)
        closing = _close_at_the_end(connections)
        self._of_loops[loop] = connections, closing
        await anext(closing)
        return connections

    def _leave_to_the_parent(self) -> None:
        """Two processes on one connection would read each other's replies; only its owner closes it."""
        self._inherited.append(self._of_loops)
        self._of_loops, self._process = {}, os.getpid()


async def _close_at_the_end(connections: AsyncConnections) -> AsyncGenerator[None]:
    """Close them when this event loop ends: it closes the asynchronous generators that were begun in it."""
    try:
        yield
    finally:
        await connections.aclose()


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

    def connection(self, request: httpx.Request) -> Connection:
        """What carries the request."""
        return self._transports.connection(request.url.host)

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

    def connection(self, request: httpx.Request) -> Connection:  # noqa: ARG002 - it takes all of them
        """What carries the request."""
        return Connection(partial(self._http.send, stream=True, auth=None, follow_redirects=False))

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
    kind = SharedConnections if config.http2 else AsyncConnections
    connections = LoopConnections(partial(kind, _own_transports(config)))
    return AsyncTransportSender(config, connections, AsyncConnectionLimiter(), reports_progress=True)


def _own_transports(config: TransportConfig) -> MakeTransport:
    verify, proxies = trusted_certificates(), config.proxies()

    def make(host: str) -> httpx.AsyncBaseTransport:
        return httpx.AsyncHTTPTransport(verify, http2=config.http2, proxy=proxies[host])

    for host in proxies:
        make(host)  # what cannot be right is told by the client's class
    return make
