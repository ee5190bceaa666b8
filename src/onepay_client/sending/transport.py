"""httpx in and out: one request at a time, what is certain about it, and never more of a body than allowed.

A request leaves through transports of our own, through one that the caller gave, or through a client of the caller's.
"""

from __future__ import annotations

import os
import re
import ssl
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any, cast

import httpx

from onepay_core.requests import Request

from .connections import (
    ConnectionLimiter,
    connection_limits,
    deadline,
    drop_connections_of_this_thread,
    heed_deadlines,
    release_pool,
)
from .messages import Failed, Failure, Headers, RawReply, Received, Send, TransmissionState
from .transport_config import TransportConfig, checked_transports, transports_of, trusted_certificates


class Closed(Exception):
    """The client was closed while a call was under way; nothing of it left."""


_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    Closed,
)
"""What httpcore only raises before the first byte of a request leaves. Other transports may raise it at any time."""

_OF_THE_NETWORK = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, Closed)

_LEAVING = "send_request_headers.started"
"""How httpcore's trace says that it begins to write a request to the network."""

_GZIP = 31
"""The window size by which zlib knows gzip."""


class Unusable(Exception):
    """A body that we will not or cannot read; the text says why. It never leaves this package."""


class Body:
    """Collects a body piece by piece, decompressed, and stops at the limit."""

    def __init__(self, headers: Headers, limit: int) -> None:
        self._pieces: list[bytes] = []
        self._room = limit
        self._limit = limit
        self._gzip = _decompressor(headers)
        declared = headers.raw(b"content-length")
        if declared is not None and declared.isdigit() and int(declared[:20]) > limit:
            raise Unusable(_too_large(self._limit))

    def take(self, piece: bytes) -> None:
        """Add what came.

        Raises:
            Unusable: it is too much, or not what its headers say.
        """
        if self._gzip is not None:
            piece = self._decompressed(self._gzip, piece)
        self._room -= len(piece)
        if self._room < 0:
            raise Unusable(_too_large(self._limit))
        self._pieces.append(piece)

    def whole(self) -> bytes:
        """The body.

        Raises:
            Unusable: it was cut while compressed.
        """
        if self._gzip is not None and self._pieces and not self._gzip.eof:
            raise Unusable("its compression breaks off")
        return b"".join(self._pieces)

    def _decompressed(self, gzip: Any, piece: bytes) -> bytes:
        try:
            data: bytes = gzip.decompress(piece, self._room + 1)
        except zlib.error:
            raise Unusable("its headers say that it is compressed, and it is not") from None
        if gzip.unused_data:  # it would be kept, however long it is
            raise Unusable("something follows what is compressed")
        return data


def _too_large(limit: int) -> str:
    return f"it is larger than {limit} bytes, the max_body of this client"


def _decompressor(headers: Headers) -> Any:
    encoding = headers.raw(b"content-encoding")
    if encoding is None:
        return None
    encoding = encoding.strip().lower()
    if encoding in (b"", b"identity"):
        return None
    if encoding in (b"gzip", b"x-gzip"):
        return zlib.decompressobj(_GZIP)
    raise Unusable("its compression is not one that the request allows")


class Sender(ABC):
    """Sends requests and waits for their replies."""

    @property
    @abstractmethod
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""

    @abstractmethod
    def close(self) -> None:
        """Close what is ours."""

    @abstractmethod
    def send(self, send: Send) -> Received | Failed:
        """One attempt; every failure becomes a ``Failed``."""


class HttpxSender(Sender):
    """Sends through httpx.

    ``reports_progress`` is true where what is below is httpcore, whose errors and trace prove whether a request left.
    """

    def __init__(self, config: TransportConfig, *, reports_progress: bool) -> None:
        self.reports_progress = reports_progress
        self._max_body = config.max_body
        self._clock = config.clock

    @abstractmethod
    def slot(self, seconds: float | None) -> AbstractContextManager[None]:
        """A place among those whose requests are under way; ``httpx.PoolTimeout`` after so many seconds."""

    @abstractmethod
    def make(self, request: Request, extensions: dict[str, Any]) -> httpx.Request:
        """A request to send."""

    @abstractmethod
    def transmit(self, request: httpx.Request) -> httpx.Response:
        """Send it, and return the reply as soon as its headers are there."""

    @abstractmethod
    def release(self) -> None:
        """Give back every lock and place that this thread still has because it was interrupted."""

    @abstractmethod
    def drop_connections(self) -> None:
        """Close the connections that this thread used last; an interrupt may have left them locked."""

    def send(self, send: Send) -> Received | Failed:
        """One attempt; every failure becomes a ``Failed``."""
        try:
            request = self.make(send.request, attempt_extensions(send, Trace, reports_progress=self.reports_progress))
            with self.slot(send.timeouts["pool"]):
                return self._exchange(request, send)
        except Exception as error:  # noqa: BLE001 - whatever making a request raises is an answer to "what happened?"
            return failed(error, send.state, None)
        except BaseException:
            self.drop_connections()
            raise
        finally:
            self.release()

    def _exchange(self, request: httpx.Request, send: Send) -> Received | Failed:
        response: httpx.Response | None = None
        try:
            with deadline(send.until, self._clock):
                send.state.handed_over = True
                response = self.transmit(request)
                if response.history:
                    return followed()
                headers = Headers(response.headers.raw)
                body = self._read(response, headers, send)
                close_if_more_came(response)
                return Received(RawReply(response.status_code, headers, body))
        except Exception as error:  # noqa: BLE001 - whatever a transport raises is an answer to "what happened?"
            return failed(error, send.state, response)
        finally:
            if response is not None:
                with suppress(Exception):  # what came is known by now
                    response.close()

    def _read(self, response: httpx.Response, headers: Headers, send: Send) -> bytes:
        if response.is_stream_consumed:
            return read_already(response, self._max_body)
        body = Body(headers, self._max_body)
        for piece in cast("Iterable[bytes]", response.stream):
            body.take(piece)
            if send.until is not None and self._clock() > send.until:
                raise TimeoutError
        return body.whole()


class Transports:
    """One transport for each host, those of this process."""

    def __init__(self, make: Callable[[], dict[str, httpx.BaseTransport]]) -> None:
        self._make: Callable[[], dict[str, httpx.BaseTransport]] = make
        self._transports: dict[str, httpx.BaseTransport] | None = make()
        self._distinct = tuple(dict.fromkeys(self._transports.values()))
        self._process = os.getpid()

    def of(self, host: str) -> httpx.BaseTransport:
        """The transport to a host.

        Raises:
            Closed: they have been closed.
        """
        if self._transports is None:
            raise Closed
        if self._process != os.getpid():
            # The parent's sockets are the parent's: two processes on one connection read each other's replies.
            self._transports = self._make()
            self._distinct = tuple(dict.fromkeys(self._transports.values()))
            self._process = os.getpid()
        return self._transports[host]

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._transports is None

    def open(self) -> tuple[httpx.BaseTransport, ...]:
        """Those that are open in this process."""
        return self._distinct if self._process == os.getpid() else ()

    def take(self) -> tuple[httpx.BaseTransport, ...]:
        """What is to be closed, once; nothing where it belongs to the parent process."""
        transports = self.open()
        self._transports, self._distinct = None, ()
        return transports


class TransportSender(HttpxSender):
    """Sends through transports of ours, or through one that was given, which has no ``limiter``."""

    def __init__(
        self,
        config: TransportConfig,
        transports: Transports,
        limiter: ConnectionLimiter | None,
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

    def slot(self, seconds: float | None) -> AbstractContextManager[None]:
        """A slot among the requests under way; none is needed where others set the limit."""
        return nullcontext() if self._limiter is None else self._limiter.slot(seconds)

    def make(self, request: Request, extensions: dict[str, Any]) -> httpx.Request:
        """A request to send."""
        return self._make(request, extensions)

    def transmit(self, request: httpx.Request) -> httpx.Response:
        """Send it."""
        return self._transports.of(request.url.host).handle_request(request)

    def release(self) -> None:
        """Give back every lock and slot that this thread still has because it was interrupted."""
        if self._limiter is not None:
            self._limiter.leave()
        for transport in self._transports.open():
            release_pool(transport)

    def drop_connections(self) -> None:
        """Close the connections that this thread used last; an interrupt may have left them locked."""
        for transport in self._transports.open():
            drop_connections_of_this_thread(transport)

    def close(self) -> None:
        """Close what is ours."""
        for transport in self._transports.take():
            transport.close()


class ClientSender(HttpxSender):
    """Sends through an ``httpx.Client`` that belongs to somebody else."""

    def __init__(self, config: TransportConfig, http: httpx.Client, *, reports_progress: bool) -> None:
        super().__init__(config, reports_progress=reports_progress)
        self._http = http

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._http.is_closed

    def slot(self, seconds: float | None) -> AbstractContextManager[None]:  # noqa: ARG002 - its owner set its limits
        """A slot among the requests under way; none is needed where others set the limit."""
        return nullcontext()

    def make(self, request: Request, extensions: dict[str, Any]) -> httpx.Request:
        """A request to send."""
        return self._http.build_request(
            request.method, request.url, headers=request.headers, content=request.content, extensions=extensions
        )

    def transmit(self, request: httpx.Request) -> httpx.Response:
        """Send it."""
        return self._http.send(request, stream=True, auth=None, follow_redirects=False)

    def release(self) -> None:
        """Its locks are out of our reach."""

    def drop_connections(self) -> None:
        """Its connections are not ours to close."""

    def close(self) -> None:
        """It is not ours to close."""


def make_sender(config: TransportConfig, http: httpx.Client | None, transport: httpx.BaseTransport | None) -> Sender:
    """What a ``OnePay`` sends through, unless it is a fast one."""
    if http is not None:
        is_proved = checked_transports(transports_of(http, list(config.servers.values())))
        return ClientSender(config, http, reports_progress=is_proved)
    if transport is not None:
        given = Transports(lambda: dict.fromkeys(config.hosts, transport))
        return TransportSender(config, given, None, reports_progress=checked_transports([transport]))
    transports = Transports(lambda: _own_transports(config))
    return TransportSender(config, transports, ConnectionLimiter(), reports_progress=True)


def _own_transports(config: TransportConfig) -> dict[str, httpx.BaseTransport]:
    verify, proxies = trusted_certificates(), config.proxies()
    limits = connection_limits()
    made = {via: httpx.HTTPTransport(verify, http2=config.http2, proxy=via, limits=limits) for via in proxies.values()}
    for transport in made.values():
        heed_deadlines(transport)
    return {host: made[via] for host, via in proxies.items()}


class Trace:
    """Learns from httpcore whether the request has begun to leave."""

    __slots__ = ("_state",)

    def __init__(self, state: TransmissionState) -> None:
        self._state = state

    def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Note one event of the trace."""
        self._state.reported = True
        if event.endswith(_LEAVING) and getattr(info.get("request"), "method", b"") != b"CONNECT":
            self._state.bytes_sent = True


def make_httpx_request(request: Request, extensions: dict[str, Any]) -> httpx.Request:
    """A request, as bare transports take it."""
    return httpx.Request(
        request.method, request.url, headers=request.headers, content=request.content, extensions=extensions
    )


class RequestMaker:
    """Makes requests for httpx's own transports, with addresses that are not read letter by letter each time.

    A request is what ``make_httpx_request`` makes, at a tenth of the time. httpx has no way to change the path of an
    address that it has read. So the attribute behind it is set, and only where the new path needs no change by httpx;
    where the attribute should have gone, addresses are read as httpx reads them.
    """

    def __init__(self, servers: Iterable[str]) -> None:
        self._servers = [(server.rstrip("/"), httpx.URL(server.rstrip("/"))) for server in servers]

    def __call__(self, request: Request, extensions: dict[str, Any]) -> httpx.Request:
        """A request to send."""
        if not _SET_BY_HTTPX.isdisjoint(map(str.lower, request.headers)):
            return make_httpx_request(request, extensions)
        address = self._address(request.url)
        headers = [("Host", address.netloc.decode("ascii")), *request.headers.items()]
        content = request.content or b""
        if content:
            headers.append(("Content-Length", str(len(content))))
        elif request.method in _WITH_A_BODY:
            headers.insert(1, ("Content-Length", "0"))
        stream = httpx.ByteStream(content)
        return httpx.Request(request.method, address, headers=headers, stream=stream, extensions=extensions)

    def _address(self, url: str) -> httpx.URL:
        for server, base in self._servers:
            if url.startswith(server) and _PLAIN_PATH.fullmatch(url, len(server)) and len(url) < _LONGEST:
                parts: Any = getattr(base, _PARTS, None)
                if parts is None:
                    break
                path, separator, query = url[len(server) :].partition("?")
                address = httpx.URL(base)
                changed = parts._replace(path=parts.path.rstrip("/") + path, query=query if separator else None)
                setattr(address, _PARTS, changed)
                return address
        return httpx.URL(url)


_PARTS = "_uri_reference"
"""Where httpx keeps the parts of an address, as a named tuple."""

_PLAIN_PATH = re.compile(r"(?:/(?:[\w~-]|%[0-9A-F]{2})(?:[\w~.-]|%[0-9A-F]{2})*)+(?:\?[\w~.=&+*-]*)?", re.ASCII)
"""A path, and perhaps a query, that httpx leaves as they are."""

_LONGEST = 8000
"""Letters of an address that httpx surely does not refuse as too long."""

_SET_BY_HTTPX = frozenset({"host", "content-length", "transfer-encoding"})
_WITH_A_BODY = frozenset({"POST", "PUT", "PATCH"})


def attempt_extensions(
    send: Send, trace: Callable[[TransmissionState], object], *, reports_progress: bool
) -> dict[str, Any]:
    """What httpx is to know of one attempt: its time limits and, where it writes, who follows its progress."""
    send.state.trusted = reports_progress
    extensions: dict[str, Any] = {"timeout": send.timeouts}
    if send.request.method != "GET":  # for a read it makes no difference whether it left
        extensions["trace"] = trace(send.state)
        send.state.traced = True
    return extensions


def read_already(response: httpx.Response, limit: int) -> bytes:
    """The body of a response that a transport made from bytes, as those of tests do."""
    if len(response.content) > limit:
        raise Unusable(_too_large(limit))
    return response.content


def failed(error: Exception, state: TransmissionState, response: httpx.Response | None) -> Failed:
    """What an exception of one attempt means."""
    partial = None if response is None else RawReply(response.status_code, Headers(response.headers.raw), b"")
    if isinstance(error, Unusable):
        return Failed(Failure.UNUSABLE, str(error), partial)
    never = _never_sent(error, state)
    failure = Failure.NEVER_SENT if never else Failure.MAY_HAVE_ARRIVED
    may_pass = isinstance(error, _OF_THE_NETWORK) and not _is_of_a_certificate(error)
    return Failed(failure, _reason(error, response), partial, may_pass)


def _is_of_a_certificate(error: BaseException | None) -> bool:
    """Whether a certificate was refused: it will be the next time, too."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _never_sent(error: Exception, state: TransmissionState) -> bool:
    """Whether a failure proves that no byte of the request left."""
    if state.handed_over and state.trusted and isinstance(error, _BEFORE_SENDING):
        return not state.bytes_sent
    # httpcore raises any other error of the network after a first step; without one, something stands in its place.
    is_replaced = state.handed_over and not state.reported and isinstance(error, httpx.RequestError)
    return state.never_sent and not is_replaced


def followed() -> Failed:
    """A reply to another request than ours: redirects are refused, and who sends has followed one."""
    return Failed(Failure.MAY_HAVE_ARRIVED, "the transport followed a redirect", expected=False)


def _reason(error: BaseException, response: httpx.Response | None) -> str:
    """The kind of failure and what the system says; never the text of an exception, which may quote a header."""
    name = "deadline" if type(error) is TimeoutError else type(error).__name__
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, OSError):
        cause = cause.__cause__ or cause.__context__
    said = f": {cause.strerror}" if cause is not None and cause.strerror else ""
    return name + said + (f", after HTTP {response.status_code} had begun" if response is not None else "")


_WRAPPERS = 6
"""How many streams httpx and httpcore lay around the connection, and one more."""


def close_if_more_came(response: httpx.Response) -> None:
    """Close the connection of a reply that has been read, if it holds bytes that do not belong to the reply.

    This must happen before the response is closed, since the connection is free for others from then on.
    """
    network = response.extensions.get("network_stream")
    if network is not None and _holds_more(response):
        network.close()


async def close_if_more_came_async(response: httpx.Response) -> None:
    """The same for ``httpx.AsyncClient``, whose streams have buffers of their own."""
    network = response.extensions.get("network_stream")
    if network is not None and (_holds_more(response) or _is_buffered(network)):
        await network.aclose()


def _holds_more(response: httpx.Response) -> bool:
    """Whether bytes are left in the buffer of HTTP/1.1; a reply of HTTP/2 names its request."""
    if response.extensions.get("http_version") == b"HTTP/2":
        return False
    state = _h11_state(response.stream)
    return state is None or bool(state.trailing_data[0])  # where it cannot be seen, nothing is known


def _h11_state(stream: Any) -> Any:
    for _ in range(_WRAPPERS):
        connection = getattr(stream, "_connection", None)
        if connection is not None:
            return getattr(connection, "_h11_state", None)
        stream = getattr(stream, "_httpcore_stream", None) or getattr(stream, "_stream", None)
    return None


def _is_buffered(network: Any) -> bool:
    """Whether anyio has received bytes that nobody has read: in TLS, and in the queue of the event loop."""
    stream = getattr(network, "_stream", None)
    while stream is not None:
        undecrypted = getattr(stream, "_read_bio", None)
        protocol = getattr(stream, "_protocol", None)
        if (undecrypted is not None and undecrypted.pending) or (protocol is not None and protocol.read_queue):
            return True
        stream = getattr(stream, "transport_stream", None)
    return False
