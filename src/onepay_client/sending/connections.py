"""The connections of the blocking client: how many calls may have one, and how long each wait on one may last.

httpx limits each wait for data. A server that sends one byte now and then never exceeds such a limit, so a call could
last for ever. So the stream itself looks at the deadline of its call before each wait. The asynchronous client needs
none of this: its event loop interrupts whatever waits.

httpcore has a queue of its own, but looks at every waiting request and every connection whenever something changes: a
thousand calls at once would spend their time in it until they give up. So no more calls are let through to it than it
has connections.
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from ipaddress import ip_address
from threading import Condition, Lock, RLock, Thread, get_ident
from typing import Any, TypeAlias

import httpx

_SHORTEST = 0.001

_Deadline: TypeAlias = tuple[float, Callable[[], float]]
"""A moment, and the clock by which it comes."""

_deadline: ContextVar[_Deadline | None] = ContextVar("onepay_deadline", default=None)
"""When the call of this thread must have ended."""


class deadline:  # noqa: N801 - a context manager, as those of contextlib are written
    """Lets no wait of this thread go on beyond ``until``."""

    __slots__ = ("_deadline", "_token")

    def __init__(self, until: float | None, clock: Callable[[], float]) -> None:
        self._deadline: _Deadline | None = None if until is None else (until, clock)

    def __enter__(self) -> None:
        self._token = _deadline.set(self._deadline)

    def __exit__(self, *_: object) -> None:
        _deadline.reset(self._token)


def seconds_left() -> float | None:
    """How many seconds the call of this thread has left; None without a deadline, or outside of a call."""
    found = _deadline.get()
    if found is None:
        return None
    until, clock = found
    return until - clock()


def release_pool(transport: object) -> None:
    """Release the lock of the connections of ``transport`` if an interrupt left it to this thread."""
    lock = getattr(getattr(transport, "_pool", None), "_optional_thread_lock", None)
    if isinstance(lock, _RLOCK):
        release_all(lock)


def drop_connections_of_this_thread(transport: object) -> None:
    """Close and forget the connections of ``transport`` that this thread used last, after it was interrupted.

    A connection of httpcore has a lock of its own. Where Ctrl-C comes while that is taken or given back, it stays held,
    and whoever is given the connection next would wait for ever.
    """
    release_pool(transport)
    pool = getattr(transport, "_pool", None)
    lock = getattr(pool, "_optional_thread_lock", None)
    connections: list[object] = getattr(pool, "_connections", [])
    if not isinstance(lock, _RLOCK):
        return
    with lock:
        for connection in tuple(connections):
            stream = _stream_of(connection)
            if isinstance(stream, _Stream) and stream.thread == get_ident():
                connections.remove(connection)
                stream.close()


def _stream_of(connection: object) -> object:
    while connection is not None and not hasattr(connection, "_network_stream"):
        connection = getattr(connection, "_connection", None)
    return getattr(connection, "_network_stream", None)


def heed_deadlines(transport: httpx.HTTPTransport) -> None:
    """Make every connection of ``transport`` look at the deadline of its call.

    It also gets a lock that knows its thread, for ``release_pool``: httpcore's own stays held for ever when Ctrl-C
    comes while it is taken or given back.

    httpx takes no network backend, though httpcore below it does; where the attributes that lead there should have
    gone, each wait keeps the limit that httpx gives it.
    """
    pool = getattr(transport, "_pool", None)
    backend = getattr(pool, "_network_backend", None)
    if hasattr(backend, "connect_tcp"):
        setattr(pool, "_network_backend", _Backend(backend))  # noqa: B010 - type checkers know no such attribute
    if hasattr(pool, "_optional_thread_lock"):
        setattr(pool, "_optional_thread_lock", RLock())  # noqa: B010 - the same


def _within(limit: float | None, out_of_time: type[httpx.TimeoutException]) -> float | None:
    """The limit of one wait: no longer than the call has left."""
    left = seconds_left()
    if left is None:
        return limit
    if left <= 0:
        raise out_of_time("the deadline of the call has passed")
    return left if limit is None or left < limit else limit


class _Backend:
    """What httpcore calls a network backend: makes the streams of another one look at the deadline."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> _Stream:
        limit = _within(timeout, httpx.ConnectTimeout)

        def connect(seconds: float | None) -> Any:
            return self._backend.connect_tcp(host, port, seconds, local_address, socket_options)

        if limit is None or _is_address(host):
            return _Stream(connect(limit))
        return _Stream(Connecting(connect, host, port, limit).stream())

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> _Stream:
        limit = _within(timeout, httpx.ConnectTimeout)
        return _Stream(self._backend.connect_unix_socket(path, limit, socket_options))

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class Connecting:
    """Finds the addresses of a name and connects to one of them, within one limit for everything.

    The system's resolver cannot be interrupted, and the limit of a socket holds for each address anew. So both happen
    in a thread, which is left alone when the limit has passed; a connection that it makes later is closed.
    """

    def __init__(self, connect: Callable[[float], Any], host: str, port: int, limit: float) -> None:
        self._connect = connect
        self._host = host
        self._port = port
        self._limit = limit
        self._lock = Lock()
        self._is_abandoned = False
        self._stream: Any = None
        self._error: Exception | None = None

    def stream(self) -> Any:
        """The connection.

        Raises:
            httpx.ConnectTimeout: the limit has passed.
            Exception: whatever the resolver or the last address raised.
        """
        thread = Thread(target=self._run, name="onepay-connect", daemon=True)
        thread.start()
        try:
            thread.join(self._limit)
        finally:
            with self._lock:
                self._is_abandoned = self._stream is None
        if self._stream is not None:
            return self._stream
        if self._error is None:
            raise httpx.ConnectTimeout("no address of the name was reached in time")
        try:
            raise self._error
        except OSError as error:  # of the resolver; httpcore's own errors are passed on
            raise httpx.ConnectError(str(error)) from error

    def _run(self) -> None:
        try:
            began = time.monotonic()
            addresses = socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM)
            left = max(self._limit - (time.monotonic() - began), _SHORTEST)
            stream = self._connect(left / max(len(addresses), 1))  # the same for each, so that all are tried
        except Exception as error:  # noqa: BLE001 - it belongs to who waits for the connection
            self._error = error
            return
        with self._lock:
            if not self._is_abandoned:
                self._stream = stream
                return
        stream.close()


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


class _Stream:
    """Another stream, whose every wait ends with the deadline."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.thread = get_ident()
        """The thread that used it last."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.thread = get_ident()
        data: bytes = self._stream.read(max_bytes, _within(timeout, httpx.ReadTimeout))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.thread = get_ident()
        self._stream.write(buffer, _within(timeout, httpx.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> _Stream:
        limit = _within(timeout, httpx.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, limit))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


CONNECTIONS = 100
"""How many connections httpx opens at most, unless it is told otherwise."""


def connection_limits() -> httpx.Limits:
    """The limits of our own transports that block: each connection that may be opened may also be kept.

    Beyond 20, httpx would close what is idle, and with it what has just been given to another thread, which then cannot
    say whether its request arrived. Between tasks this cannot happen.
    """
    return httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS, keepalive_expiry=IDLE)


IDLE = 5.0
"""Seconds for which an idle connection is kept, as httpx keeps them."""


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
        self._held: dict[int, int] = {}

    def slot(self, seconds: float | None) -> AbstractContextManager[None]:
        """A place, after at most so many seconds of waiting.

        Raises:
            httpx.PoolTimeout: none became free in time.
        """
        return _Slot(self, seconds)

    def enter(self, seconds: float | None) -> int:
        """Take a place; returns how many this thread had before.

        Raises:
            httpx.PoolTimeout: none became free in time.
        """
        if self._process != os.getpid():  # a child has its own connections, and no thread that would leave ours
            self._begin()
            self._process = os.getpid()
        thread = get_ident()
        before = self._held.get(thread, 0)
        with self._lock:
            if not (self._has_room() or self._changed.wait_for(self._has_room, seconds)):
                raise out_of_time()
            self._held[thread] = before + 1
        return before

    def leave(self, kept: int = 0) -> None:
        """Give back what this thread has, but for so many places."""
        thread = get_ident()
        if self._held.get(thread, 0) > kept:
            with self._lock:
                self._changed.notify()
                if kept:
                    self._held[thread] = kept
                else:  # threads come and go
                    del self._held[thread]
        release_all(self._lock)

    def _has_room(self) -> bool:
        return sum(self._held.values()) < self._slots


class _Slot:
    """A place of a ``ConnectionLimiter``, as long as its block lasts."""

    __slots__ = ("_kept", "_limiter", "_seconds")

    def __init__(self, limiter: ConnectionLimiter, seconds: float | None) -> None:
        self._limiter = limiter
        self._seconds = seconds

    def __enter__(self) -> None:
        self._kept = self._limiter.enter(self._seconds)

    def __exit__(self, *_: object) -> None:
        self._limiter.leave(self._kept)


_RLOCK = type(RLock())


def release_all(lock: RLock) -> None:
    """Release ``lock`` as often as this thread has acquired it, which may be never."""
    is_owned: Callable[[], bool] = getattr(lock, "_is_owned")  # noqa: B009 - what threading.Condition uses, too
    while is_owned():
        lock.release()
