"""Sending through pyreqwest, which is written in Rust and takes a fraction of httpx's time: the extra ``[fast]``.

The class of an error of pyreqwest proves nothing: it raises ``ConnectError`` for a connection that was cut after the
request had been read. But an error names its causes, and one of them is where hyper-util was: ``client error
(Connect)`` is raised only while a connection is made, before a request is given to it. No other error is a proof.

pyreqwest knows one limit for a whole attempt and one for connecting, and its runtime does not outlive a fork.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

import httpx

from onepay_client.errors import ConfigurationError

from .async_transport import AsyncConnectionLimiter, AsyncSender
from .connections import ConnectionLimiter
from .messages import Failed, Failure, Headers, RawReply, Received, Send, TransmissionState
from .transport import Body, Closed, Sender, Unusable
from .transport_config import TransportConfig, certificates_of_environment, shown_proxy

if TYPE_CHECKING:
    from pyreqwest.client import BaseClientBuilder
    from pyreqwest.http import HeaderMap
    from pyreqwest.request import BaseRequestBuilder
    from pyreqwest.response import BaseResponse

B = TypeVar("B", bound="BaseRequestBuilder")

_CONNECTING: Final = "client error (Connect)"
_PIECE: Final = 64 * 1024
"""Bytes of a body that are read at once; pyreqwest gives less only at the end."""

_CERTIFICATE: Final = "invalid peer certificate"
_OS_ERROR: Final = re.compile(r"\(os error (\d+)\)")
_NAMES: Final[Mapping[str, str]] = {
    "operation timed out": "timeout",
    _CONNECTING: "no connection",
    "client error (SendRequest)": "the connection ended",
}
"""What failed, by its cause."""

FORKED: Final = (
    "the process was forked after pyreqwest had begun, whose threads do not survive that. Begin workers with "
    "multiprocessing's spawn, or make the client without fast=True"
)


class FastSender(Sender):
    """Sends over connections of pyreqwest, and blocks."""

    def __init__(self, config: TransportConfig) -> None:
        from pyreqwest.client import SyncClientBuilder  # noqa: PLC0415 - an extra

        self._config = config
        self._clients: dict[str, Any] = clients_by_server(config, SyncClientBuilder)
        self._process = os.getpid()
        self._limiter = ConnectionLimiter()
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._is_closed

    def close(self) -> None:
        """Close the connections."""
        self._is_closed = True
        for client in dict.fromkeys(self._clients.values()):
            client.close()

    def send(self, send: Send) -> Received | Failed:
        """One attempt; every failure becomes a ``Failed``."""
        if self._process != os.getpid():
            return Failed(Failure.NEVER_SENT, FORKED, expected=False)
        if self._is_closed:
            return failed(Closed(), send.state, None)
        try:
            self._limiter.enter(send.timeouts["pool"])
            return self._exchange(send)
        except Exception as error:  # noqa: BLE001 - whatever making a request raises is an answer to "what happened?"
            return failed(error, send.state, None)
        finally:
            self._limiter.leave()

    def _exchange(self, send: Send) -> Received | Failed:
        partial: RawReply | None = None
        try:
            client = client_for(self._clients, send.request.url)
            request = with_request(client.request(send.request.method, send.request.url), send, self._config)
            send.state.handed_over = True
            with request.build_streamed() as response:
                partial = head_of(response)
                body = Body(partial.headers, self._config.max_body)
                while (piece := response.body_reader.read(_PIECE)) is not None:
                    body.take(piece)
                    if len(piece) < _PIECE:
                        break
                return Received(RawReply(partial.status, partial.headers, body.whole()))
        except Exception as error:  # noqa: BLE001 - whatever a transport raises is an answer to "what happened?"
            return failed(error, send.state, partial)


class AsyncFastSender(AsyncSender):
    """Sends over connections of pyreqwest, in any event loop."""

    def __init__(self, config: TransportConfig) -> None:
        from pyreqwest.client import ClientBuilder  # noqa: PLC0415 - an extra

        self._config = config
        self._clients: dict[str, Any] = clients_by_server(config, ClientBuilder)
        self._process = os.getpid()
        self._limiter = AsyncConnectionLimiter()
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._is_closed

    async def aclose(self) -> None:
        """Close the connections."""
        self._is_closed = True
        for client in dict.fromkeys(self._clients.values()):
            await client.close()

    async def send(self, send: Send) -> Received | Failed:
        """One attempt; every failure becomes a ``Failed``."""
        if self._process != os.getpid():
            return Failed(Failure.NEVER_SENT, FORKED, expected=False)
        if self._is_closed:
            return failed(Closed(), send.state, None)
        try:
            async with self._limiter.slot(send.timeouts["pool"]):
                return await self._exchange(send)
        except Exception as error:  # noqa: BLE001 - whatever making a request raises is an answer to "what happened?"
            return failed(error, send.state, None)

    async def _exchange(self, send: Send) -> Received | Failed:
        partial: RawReply | None = None
        try:
            client = client_for(self._clients, send.request.url)
            request = with_request(client.request(send.request.method, send.request.url), send, self._config)
            send.state.handed_over = True
            async with request.build_streamed() as response:
                partial = head_of(response)
                body = Body(partial.headers, self._config.max_body)
                while (piece := await response.body_reader.read(_PIECE)) is not None:
                    body.take(piece)
                    if len(piece) < _PIECE:
                        break
                return Received(RawReply(partial.status, partial.headers, body.whole()))
        except Exception as error:  # noqa: BLE001 - whatever a transport raises is an answer to "what happened?"
            return failed(error, send.state, partial)


def clients_by_server(config: TransportConfig, builder: type[BaseClientBuilder]) -> dict[str, Any]:
    """A client of pyreqwest for each server, one for all servers with the same proxy.

    Raises:
        ConfigurationError: a proxy is of a kind that it does not speak to, or certificates cannot be read.
    """
    proxies = config.proxies()
    made = {proxy: _client(config, builder(), proxy) for proxy in proxies.values()}
    servers = sorted(config.servers.values(), key=len, reverse=True)  # one may begin like the other
    return {server: made[proxies[httpx.URL(server).host]] for server in servers}


def client_for(clients: Mapping[str, Any], url: str) -> Any:
    """The client that sends to an address of one of its servers."""
    return next(client for server, client in clients.items() if url.startswith(server))


def _client(config: TransportConfig, builder: Any, proxy: str | None) -> Any:
    from pyreqwest.proxy import ProxyBuilder  # noqa: PLC0415 - an extra

    builder = builder.follow_redirects(enable=False).referer(enable=False).no_proxy()
    for decoder in ("gzip", "brotli", "zstd", "deflate"):  # Body decompresses, within its limit
        builder = getattr(builder, decoder)(enable=False)
    if config.connect is not None:
        builder = builder.connect_timeout(timedelta(seconds=config.connect))
    for certificates in certificates_of_environment():
        builder = builder.add_root_certificate_pem(certificates)
    if proxy is not None:
        if proxy.startswith("socks"):
            raise ConfigurationError(f"fast=True speaks to http and https proxies alone, not to {shown_proxy(proxy)}.")
        builder = builder.proxy(ProxyBuilder.all(proxy))
    return builder.build()


def with_request(builder: B, send: Send, config: TransportConfig) -> B:
    """``builder`` with the headers, the body and the limit of one attempt."""
    builder = builder.headers(send.request.headers)
    if send.request.content is not None:
        builder = builder.body_bytes(send.request.content)
    seconds = _limit(send.timeouts, None if send.until is None else send.until - config.clock())
    return builder if seconds is None else builder.timeout(timedelta(seconds=seconds))


def _limit(timeouts: Mapping[str, float | None], left: float | None) -> float | None:
    """How long an attempt may take: to connect and to wait for data once, and no longer than its call has left."""
    connect, read = timeouts["connect"], timeouts["read"]
    if connect is None or read is None:
        return left
    whole = connect + read
    return whole if left is None or whole < left else left


def head_of(response: BaseResponse) -> RawReply:
    """The status and the headers of a reply, without its body."""
    try:
        pairs = response.headers.items()
        headers = Headers([(name.encode(), value.encode()) for name, value in pairs])
    except ValueError:
        headers = Headers([(name.encode(), value.encode()) for name, value in _readable(response.headers)])
    return RawReply(response.status, headers, b"")


def _readable(headers: HeaderMap) -> Iterable[tuple[str, str]]:
    """The headers of ASCII; pyreqwest gives no others."""
    for name in dict.fromkeys(headers):
        with suppress(ValueError):
            for value in headers.getall(name):
                yield name, value


def failed(error: Exception, state: TransmissionState, partial: RawReply | None) -> Failed:
    """What an exception of one attempt means."""
    if isinstance(error, Unusable):
        return Failed(Failure.UNUSABLE, str(error), partial)
    causes = list(_causes(error))
    never = not state.handed_over or _CONNECTING in causes
    is_of_the_network = bool(causes) or isinstance(error, (Closed, httpx.PoolTimeout))
    may_pass = is_of_the_network and not any(_CERTIFICATE in cause for cause in causes)
    failure = Failure.NEVER_SENT if never else Failure.MAY_HAVE_ARRIVED
    return Failed(failure, _reason(error, causes, partial), partial, may_pass)


def _causes(error: Exception) -> Iterable[str]:
    details: dict[str, Any] = getattr(error, "details", None) or {}
    causes: list[dict[str, str]] = details.get("causes") or []
    return (cause["message"] for cause in causes)


def _reason(error: Exception, causes: list[str], partial: RawReply | None) -> str:
    """What failed, and what the system says; never the text of an error, which names the address with its ids."""
    name = next((name for cause, name in _NAMES.items() if cause in causes), type(error).__name__)
    number = next((found[1] for cause in causes if (found := _OS_ERROR.search(cause))), None)
    certificate = next((cause for cause in causes if _CERTIFICATE in cause), "")
    details = [name, os.strerror(int(number)) if number else "", certificate]
    return ": ".join(filter(None, details)) + (f", after HTTP {partial.status} had begun" if partial else "")
