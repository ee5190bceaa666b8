"""How a client reaches its hosts: proxies, certificates, and what may be relied on in a transport of somebody else.

Our own transports are bare httpx transports: what an ``httpx.Client`` adds on the way (cookies, redirects,
authentication, a log line with the address) is what a payment must not have, and costs a quarter of the time of a call.
"""

from __future__ import annotations

import os
import socket
import ssl
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx
from msgspec import Struct

from onepay_client.errors import ConfigurationError
from onepay_core.arguments import kind_of
from onepay_core.environment import LAST_PORT, parsed_url
from onepay_core.loopback import is_loopback


class TransportConfig(Struct, frozen=True):
    """How a client reaches the addresses of its ``servers``.

    ``max_body`` is the largest body that it reads, in bytes; ``clock`` is the monotonic clock of deadlines, in seconds.
    ``is_fast`` is true where pyreqwest sends, and ``connect`` its limit for connecting, in seconds.
    """

    servers: Mapping[str, str]
    proxy: str | None
    http2: bool
    max_body: int
    clock: Callable[[], float]
    is_fast: bool = False
    connect: float | None = None

    def __repr__(self) -> str:
        return "TransportConfig()"  # a proxy's address may hold a password

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []

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

    def shown_proxies(self) -> dict[str, str]:
        """The proxy to each server that has one, without user and password.

        Raises:
            ConfigurationError: see ``proxies``.
        """
        proxies = self.proxies()
        found = {name: proxies[httpx.URL(url).host] for name, url in self.servers.items()}
        return {name: shown_proxy(proxy) for name, proxy in found.items() if proxy}

    @property
    def hosts(self) -> list[str]:
        """The hosts of the servers."""
        return [httpx.URL(url).host for url in self.servers.values()]


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
    if url.scheme == "http" or is_loopback(url.host) or proxy_bypass(url.host):
        return None  # over plain http, a proxy would read the key
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
            f"{name} names the proxy {shown_proxy(proxy)}, and only {', '.join(_PROXIES)} are supported. "
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
        raise _unreadable_certificates(error) from None


def certificates_of_environment() -> list[bytes]:
    """The certificates that the environment names beside the usual ones, each file as it is.

    Raises:
        ConfigurationError: one cannot be read.
    """
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    try:
        paths = [Path(file)] if file else sorted(Path(folder).glob("*.pem")) if folder else []
        return [path.read_bytes() for path in paths]
    except OSError as error:
        raise _unreadable_certificates(error) from None


def _unreadable_certificates(error: OSError) -> ConfigurationError:
    names = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if name in os.environ]
    where = " and ".join(f"{name}={os.environ[name]}" for name in names) or "httpx's own file"
    reason = error.strerror or type(error).__name__
    return ConfigurationError(
        f"The certificates to check servers against cannot be read ({where}: {reason}). "
        "Correct the variable, or unset it."
    )


_PROVED = (httpx.HTTPTransport, httpx.AsyncHTTPTransport)
"""httpx's own, over httpcore: they raise ``ConnectError`` only before a request leaves, and trace every step. A
subclass may do otherwise, and so do the transports of pyreqwest and httpx-aiohttp: they raise ``ConnectError`` and
``ConnectTimeout`` for a connection that was cut after the request was read."""

_FOLLOWERS = ("pyreqwest",)
"""Packages whose transports follow redirects by themselves unless they are configured otherwise."""

_REPEATERS = ("httpx_aiohttp",)
"""Packages whose transports send a GET, PUT or DELETE again by themselves when its connection was cut."""

_REPEATS = "_retry_connection"
"""How aiohttp calls the switch for that."""

_PROBE_SECONDS = 5.0
_POLL_SECONDS = 0.01
_MOVED = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /followed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_FOLLOWED = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
_HAS_MOVED = 307


def is_proved(transport: object) -> bool:
    """Whether the errors and the trace of a transport prove whether a request left."""
    return type(transport) in _PROVED


def transports_of(http: httpx.Client | httpx.AsyncClient, urls: list[str]) -> list[object]:
    """The transports that a client sends through, as far as httpx shows them; [None] where it does not."""
    if type(http) not in (httpx.Client, httpx.AsyncClient):  # a subclass may send in any way
        return [None, *_chosen(http, urls)]
    return _chosen(http, urls) or [None]


def _chosen(http: Any, urls: list[str]) -> list[object]:
    choose = getattr(http, "_transport_for_url", None)
    return [choose(httpx.URL(url)) for url in urls] if choose is not None else []


def refuse_followers(transport: object) -> None:
    """Refuse a transport that follows redirects by itself, since the key and the request would go with them.

    Nothing of pyreqwest's transports says whether they do. So one of them is sent, on this machine, a reply that
    redirects.

    Raises:
        ConfigurationError: it follows redirects, or may.
    """
    for follower in _of(_FOLLOWERS, transport):
        if _stays(follower):
            continue
        raise ConfigurationError(
            f"The {type(follower).__name__} follows redirects, or hides whether it does. A payment and its "
            "key would be sent to another address, several times. Build its client with follow_redirects(False), and "
            "without a proxy for 127.0.0.1."
        )


def stop_repeaters(transport: object) -> None:
    """Make a transport leave it to the rule of retries what is sent again.

    Raises:
        ConfigurationError: it cannot be stopped.
    """
    for repeater in _of(_REPEATERS, transport):
        aiohttp: Any = sys.modules["aiohttp"]  # which its transport has imported
        if _REPEATS not in getattr(aiohttp.ClientSession, "ATTRS", ()):
            raise ConfigurationError(
                f"The {type(repeater).__name__} sends requests again by itself, and this aiohttp has no switch "
                "for it. A payment would be made twice. Install aiohttp 3.14 or newer."
            )
        _stop_repeating(repeater, aiohttp.ClientSession)


def _stop_repeating(repeater: Any, session_class: type) -> None:
    """Turn it off in the session of a transport, and in those that it is yet to make."""
    if isinstance(repeater.client, session_class):
        setattr(repeater.client, _REPEATS, False)
        return
    make = repeater.get_client

    def get_client() -> object:
        session = make()
        setattr(session, _REPEATS, False)
        return session

    repeater.get_client = get_client


def _of(packages: tuple[str, ...], transport: object) -> Iterator[Any]:
    """A transport and those that it wraps, as far as they come from one of these packages."""
    for each in _with_inner(transport):
        if any(kind.__module__.partition(".")[0] in packages for kind in type(each).__mro__):
            yield each


def _with_inner(transport: object) -> Iterator[object]:
    """A transport, and those that it wraps."""
    yield transport
    for inner in getattr(transport, "__dict__", {}).values():
        if isinstance(inner, (httpx.BaseTransport, httpx.AsyncBaseTransport)):
            yield from _with_inner(inner)


def _stays(transport: Any) -> bool:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), _PROBE_SECONDS)
        request = httpx.Request("GET", f"http://127.0.0.1:{port}/", extensions={"timeout": timeouts})
        statuses: list[int] = []
        asks = Thread(target=_ask, args=(transport, request, statuses.append), daemon=True)
        asks.start()
        _redirect(listener, asks)
        asks.join()
    return statuses == [_HAS_MOVED]


def _ask(transport: Any, request: httpx.Request, answered: Callable[[int], None]) -> None:
    """Send the request in a thread of its own, which has no event loop yet."""
    try:
        if isinstance(transport, httpx.AsyncBaseTransport):
            import asyncio  # noqa: PLC0415 - who blocks needs no asyncio

            answered(asyncio.run(_ask_async(transport, request)))
            return
        response = transport.handle_request(request)
        response.close()
        answered(response.status_code)
    except Exception:  # noqa: BLE001 - whatever it raises, it did not answer, and is refused
        answered(0)


async def _ask_async(transport: httpx.AsyncBaseTransport, request: httpx.Request) -> int:
    response = await transport.handle_async_request(request)
    await response.aclose()
    return response.status_code


def _redirect(listener: socket.socket, asks: Thread) -> None:
    """Answer the first request with a redirect, and those that follow it with a success, until nobody asks."""
    reply = _MOVED
    listener.settimeout(_POLL_SECONDS)
    while asks.is_alive():
        with suppress(OSError):  # nobody has connected yet, or who did has left
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(_PROBE_SECONDS)
                _read_head(connection)
                connection.sendall(reply)
            reply = _FOLLOWED


def _read_head(connection: socket.socket) -> None:
    received = b""
    while b"\r\n\r\n" not in received and (piece := connection.recv(4096)):
        received += piece
