"""Through what a request leaves: transports of our own, one that was given, or a client that was given.

Our own are bare httpx transports: what an ``httpx.Client`` adds on the way (cookies, redirects, authentication, a log
line with the address) is what a payment must not have, and costs a quarter of the time of a call.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from importlib.util import find_spec
from typing import Any, Generic, Protocol, TypeVar
from urllib.request import getproxies, proxy_bypass

import httpx
from msgspec import Struct

from onepay_client.errors import ConfigurationError
from onepay_client.keys import LAST_PORT, parsed_url
from onepay_core.arguments import kind_of
from onepay_core.loopback import is_loopback

from .connection_limiter import ConnectionLimiter
from .deadlines import drop_connections_of_this_thread, heed_deadlines, release_pool
from .foreign_transports import is_proved, refuse_followers, stop_repeaters, transports_of

T = TypeVar("T", httpx.BaseTransport, httpx.AsyncBaseTransport)


class Closed(Exception):
    """The client was closed while a call was under way; nothing of it left."""


class Sender(Protocol):
    """Sends one request and returns the reply as soon as its headers are there."""

    @property
    def reports_progress(self) -> bool:
        """Whether what is below is httpcore through httpx, whose errors and trace prove whether a request left."""
        ...

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        ...

    def slot(self, seconds: float | None) -> AbstractContextManager[None]:
        """A place among those whose requests are under way; ``httpx.PoolTimeout`` after so many seconds."""
        ...

    def make(
        self, method: str, url: str, headers: dict[str, str], content: bytes | None, extensions: dict[str, Any]
    ) -> httpx.Request:
        """A request to send."""
        ...

    def send(self, request: httpx.Request) -> httpx.Response:
        """Send it."""
        ...

    def release(self) -> None:
        """Give back every lock and place that this thread still has because it was interrupted."""
        ...

    def drop_connections(self) -> None:
        """Close the connections that this thread used last; an interrupt may have left them locked."""
        ...

    def close(self) -> None:
        """Close what is ours."""
        ...


class AsyncSender(Protocol):
    """The same without blocking."""

    @property
    def reports_progress(self) -> bool:
        """Whether what is below is httpcore through httpx, whose errors and trace prove whether a request left."""
        ...

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        ...

    def slot(self, seconds: float | None) -> AbstractAsyncContextManager[None]:
        """A place among those whose requests are under way; ``httpx.PoolTimeout`` after so many seconds."""
        ...

    def make(
        self, method: str, url: str, headers: dict[str, str], content: bytes | None, extensions: dict[str, Any]
    ) -> httpx.Request:
        """A request to send."""
        ...

    async def send(self, request: httpx.Request) -> httpx.Response:
        """Send it."""
        ...

    async def aclose(self) -> None:
        """Close what is ours."""
        ...


def make_httpx_request(
    method: str, url: str, headers: dict[str, str], content: bytes | None, extensions: dict[str, Any]
) -> httpx.Request:
    """A request, as bare transports take it."""
    return httpx.Request(method, url, headers=headers, content=content, extensions=extensions)


class Transports(Generic[T]):
    """One transport for each host, those of this process."""

    def __init__(self, make: Callable[[], dict[str, T]]) -> None:
        self._make: Callable[[], dict[str, T]] = make
        self._transports: dict[str, T] | None = make()
        self._process = os.getpid()

    def of(self, host: str) -> T:
        """The transport to a host.

        Raises:
            Closed: they have been closed.
        """
        if self._transports is None:
            raise Closed
        if self._process != os.getpid():
            # The parent's sockets are the parent's: two processes on one connection read each other's replies.
            self._transports = self._make()
            self._process = os.getpid()
        return self._transports[host]

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._transports is None

    def open(self) -> list[T]:
        """Those that are open in this process."""
        return list((self._transports or {}).values()) if self._process == os.getpid() else []

    def take(self) -> list[T]:
        """What is to be closed, once; nothing where it belongs to the parent process."""
        transports, self._transports = self._transports or {}, None
        return list(dict.fromkeys(transports.values())) if self._process == os.getpid() else []


class TransportSender:
    """Sends through transports of ours, or through one that was given, which has no ``gate``."""

    def __init__(
        self,
        transports: Transports[httpx.BaseTransport],
        limiter: ConnectionLimiter | None,
        *,
        reports_progress: bool = False,
    ) -> None:
        self.reports_progress = reports_progress
        self.make = make_httpx_request
        self._transports = transports
        self._limiter = limiter

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._transports.is_closed

    def slot(self, seconds: float | None) -> AbstractContextManager[None]:
        """A slot among the requests under way; none is needed where others set the limit."""
        return nullcontext() if self._limiter is None else self._limiter.slot(seconds)

    def send(self, request: httpx.Request) -> httpx.Response:
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


class ClientSender:
    """Sends through an ``httpx.Client`` that belongs to somebody else."""

    def __init__(self, http: httpx.Client, *, reports_progress: bool = False) -> None:
        self.reports_progress = reports_progress
        self._http = http

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._http.is_closed

    def slot(self, seconds: float | None) -> AbstractContextManager[None]:  # noqa: ARG002 - its owner set its limits
        """A slot among the requests under way; none is needed where others set the limit."""
        return nullcontext()

    def make(
        self, method: str, url: str, headers: dict[str, str], content: bytes | None, extensions: dict[str, Any]
    ) -> httpx.Request:
        """A request to send."""
        return self._http.build_request(method, url, headers=headers, content=content, extensions=extensions)

    def send(self, request: httpx.Request) -> httpx.Response:
        """Send it."""
        return self._http.send(request, stream=True, auth=None, follow_redirects=False)

    def release(self) -> None:
        """Its locks are out of our reach."""

    def drop_connections(self) -> None:
        """Its connections are not ours to close."""

    def close(self) -> None:
        """It is not ours to close."""


class TransportConfig(Struct, frozen=True):
    """How a client reaches the addresses of its ``servers``."""

    servers: Mapping[str, str]
    proxy: str | None
    http2: bool

    def __repr__(self) -> str:
        return "TransportConfig()"  # a proxy's address may hold a password

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []

    def sender(self, http: httpx.Client | None, transport: httpx.BaseTransport | None) -> Sender:
        """What a client sends through."""
        if http is not None:
            return ClientSender(
                http, reports_progress=checked_transports(transports_of(http, list(self.servers.values())))
            )
        if transport is not None:
            given = Transports(lambda: dict.fromkeys(self._hosts(), transport))
            return TransportSender(given, None, reports_progress=checked_transports([transport]))
        return TransportSender(Transports(self._sync_transports), ConnectionLimiter(), reports_progress=True)

    def _sync_transports(self) -> dict[str, httpx.BaseTransport]:
        verify = trusted_certificates()
        made = {via: httpx.HTTPTransport(verify, http2=self.http2, proxy=via) for via in self.proxies().values()}
        for transport in made.values():
            heed_deadlines(transport)
        return {host: made[via] for host, via in self.proxies().items()}

    def _hosts(self) -> list[str]:
        return [httpx.URL(url).host for url in self.servers.values()]

    def proxies(self) -> dict[str, str | None]:
        """The proxy to each host: the one that was given, or the one of the environment.

        Raises:
            ConfigurationError: a proxy elsewhere would read a key that is sent to this machine over plain http.
        """
        urls = [httpx.URL(url) for url in self.servers.values()]
        in_clear = any(url.scheme == "http" for url in urls)
        if in_clear and self.proxy and not is_loopback(httpx.URL(self.proxy).host):
            raise ConfigurationError(
                "A proxy on another machine would read the key: base_url or cards_url is plain http."
            )
        return {url.host: self.proxy or _proxy_of_the_environment(url) for url in urls}


def checked_transports(transports: list[object]) -> bool:
    """Whether the errors of all these transports prove whether a request left.

    Raises:
        ConfigurationError: one of them follows redirects, or cannot be stopped from sending again.
    """
    for transport in transports:
        refuse_followers(transport)
        stop_repeaters(transport)
    return all(map(is_proved, transports))


def _proxy_of_the_environment(url: httpx.URL) -> str | None:
    if is_loopback(url.host) or proxy_bypass(url.host):  # over plain http, a proxy would read the key
        return None
    proxies = getproxies()
    kind = url.scheme if proxies.get(url.scheme) else "all"
    proxy = proxies.get(kind)
    if not proxy:
        return None
    name = next((name for name in os.environ if name.lower() == f"{kind}_proxy"), f"the system's {kind} proxy")
    return checked_proxy(proxy if "://" in proxy else f"http://{proxy}", name)


def checked_proxy(proxy: object, name: str = "proxy") -> str | None:
    """``proxy`` itself, if it is the address of one; ``name`` is the option or the variable that it comes from.

    Raises:
        ConfigurationError: it is no address, or of a kind that cannot be spoken to.
    """
    if proxy is None:
        return None
    proxy = str.__str__(proxy) if isinstance(proxy, str) else proxy
    url = parsed_url(proxy) if isinstance(proxy, str) else None
    if not isinstance(proxy, str) or url is None or not url.host or (url.port or 1) > LAST_PORT:
        found = f" It is {shown_proxy(proxy)}." if isinstance(proxy, str) else f" It is {kind_of(proxy)}."
        raise ConfigurationError(f"{name} must be the address of a proxy, such as http://127.0.0.1:3128.{found}")
    if url.scheme not in _PROXIES:
        raise ConfigurationError(
            f"{name} names the proxy {shown_proxy(proxy)}, and only {', '.join(_PROXIES)} can be spoken to. "
            "Correct it, unset it, or list the API's host in NO_PROXY."
        )
    if url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise ConfigurationError(f"{name} names the proxy {shown_proxy(proxy)}, which needs httpx[socks].")
    return proxy


_PROXIES = ("http", "https", "socks5", "socks5h")


def shown_proxy(proxy: str) -> str:
    """The address of a proxy without the user and the password in it."""
    scheme, separator, rest = proxy.rpartition("://")
    host = rest.rpartition("@")[2]
    return f"{scheme}{separator}{'***@' * ('@' in rest)}{host}"


def trusted_certificates() -> ssl.SSLContext:
    """The certificates that servers are checked against: httpx's, or those of the environment.

    Raises:
        ConfigurationError: the file that the environment names cannot be read.
    """
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        names = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if name in os.environ]
        where = " and ".join(f"{name}={os.environ[name]}" for name in names) or "httpx's own file"
        reason = error.strerror or type(error).__name__
        raise ConfigurationError(
            f"The certificates to check servers against cannot be read ({where}: {reason}). "
            "Correct the variable, or unset it."
        ) from None
