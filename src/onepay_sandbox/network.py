"""The network around a sandbox: under which hosts it answers, where its links lead, and where webhooks may stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from msgspec.structs import replace

from onepay_core.loopback import is_loopback
from onepay_sandbox.core.messages import Request, Response, json_response

_PRIVATE: Final = (".localhost", ".test", ".internal", ".example", ".invalid")
"""Endings that nobody can register in the public DNS."""
_SCHEMES: Final = ("http", "https")
_KNOWN_HOSTS: Final = 16
"""Of so many hosts it is remembered whether they are allowed; most sandboxes are called by one name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How a sandbox is reached, and what it may reach.

    All links lead to `public_url`; without it those of payments lead to `local_url`, where the sandbox listens, and
    those of pages of lists to where the request came in. With `trusts_proxy`, the headers `X-Forwarded-Proto` and
    `X-Forwarded-Host` of a request say how its client called, and all links in its reply lead there.

    Requests that name another host than this machine's addresses, a name without a dot, the API's own hosts, that of
    `public_url` or one of `hosts` are answered 421. Webhooks stand on this machine, and at `webhook_hosts`, each a
    name, an address or a network; `remote_webhooks` lets deliveries leave for everywhere, by https.

    With a `control_token`, the control API and the dashboard open only to who sends it.
    """

    public_url: str | None = None
    local_url: str | None = None
    trusts_proxy: bool = False
    hosts: Collection[str] = ()
    webhook_hosts: Collection[str] = ()
    remote_webhooks: bool = False
    control_token: str | None = field(default=None, repr=False)


class Addresses:
    """Reads the address of each request: as its client wrote it, and not as a proxy passed it on."""

    def __init__(self, network: Network, own: Iterable[str]) -> None:
        """Answer under the hosts of `network`, and of the addresses `own`.

        Raises `ValueError` for a `public_url` that cannot be right.
        """
        self.public_url: Final = None if network.public_url is None else checked_public_url(network.public_url)
        self._public_host: Final = urlsplit(self.public_url or "").netloc
        self._trusts_proxy: Final = network.trusts_proxy
        own = (*own, self.public_url or "", network.local_url or "")
        names = frozenset(name.lower() for name in (*network.hosts, *(urlsplit(url).hostname or "" for url in own)))
        self._allows: Final = lru_cache(_KNOWN_HOSTS)(partial(_is_allowed, names))

    def received(self, request: Request) -> Request | Response:
        """The request as its client sent it, or the answer to one for a host that is not allowed.

        The host that the request itself names is checked as well, since a page can send any other header.
        """
        if not self._allows(request.host):
            return _misdirected(request.host)
        if self._trusts_proxy:
            request = _as_forwarded(request)
            if not self._allows(request.host):
                return _misdirected(request.host)
        if self.public_url is None or request.public_url:
            return request
        scheme = urlsplit(self.public_url).scheme if request.host == self._public_host else request.scheme
        return replace(request, scheme=scheme, public_url=self.public_url)


def _misdirected(host: str) -> Response:
    """The answer to a request for a host that is not allowed."""
    message = (
        f"El sandbox no atiende el host {host[:100]}. Usa 127.0.0.1, o inícialo con --allow-host y ese nombre, "
        "o con --public-url si está detrás de un proxy."
    )
    return json_response(421, {"message": message})


def _is_allowed(names: Collection[str], host: str) -> bool:
    """Whether a request may name this host: an address of IP, a name that public DNS cannot have, or one of `names`."""
    name = _host_name(host)
    if name is None:
        return False
    return "." not in name or name in names or name.endswith(_PRIVATE) or _is_address(name)


def checked_public_url(url: str) -> str:
    """The address of a server, without a slash at its end. Raises `ValueError` with what to write instead."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    rest = (parts.path.strip("/"), parts.query, parts.fragment, parts.username)
    if parts.scheme not in _SCHEMES or _host_name(parts.netloc) is None or any(rest) or not url.isprintable():
        raise ValueError(
            f"{url!r} is no address of a sandbox; write scheme and host alone, such as https://sandbox.example.com"
        )
    return f"{parts.scheme}://{parts.netloc}"


def _as_forwarded(request: Request) -> Request:
    """The request as a proxy says that its client sent it; its links then lead to where the client called.

    Of several values the last counts, which is the nearest proxy's.
    """
    scheme = _last(request.headers.get("x-forwarded-proto", "")).lower()
    host = _last(request.headers.get("x-forwarded-host", ""))
    if not scheme and not host:
        return request
    headers = {**request.headers, "host": host} if host else request.headers
    known = replace(request, scheme=scheme if scheme in _SCHEMES else request.scheme, headers=headers)
    return replace(known, public_url=known.base)


def _last(values: str) -> str:
    return values.rpartition(",")[2].strip()


def _host_name(host: str) -> str | None:
    """The name in a Host header, without its port; None where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        name = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    is_plain = parts.netloc == host and "@" not in host and host.isascii() and host.isprintable()
    return name if name and is_plain else None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


_RESERVED_NAMES: Final = ("example.com", "example.org", "example.net", "example", "test", "invalid")


class WebhookHosts:
    """Decides about the address of a webhook when it is registered, and again whenever a delivery is due.

    Names are compared as they are written: no name server is asked. Plain http reaches this machine and the hosts in
    `names`, each a name, an address or a network such as `10.0.0.0/8`; `remote` opens every host, by https.
    """

    def __init__(self, names: Collection[str] = (), *, remote: bool = False) -> None:
        """Allow `names`. Raises `ValueError` for what is neither a host nor a network."""
        self._remote: Final = remote
        self._networks: Final[list[IPv4Network | IPv6Network]] = []
        self._names: Final[set[str]] = set()
        for name in names:
            self._add(name)

    def accepts(self, url: str) -> bool:
        """Whether a webhook may have this address; one at a name that is nobody's may, and gets nothing."""
        scheme, host = scheme_and_host(url)
        return self.permits(url) or (scheme == "https" and _is_reserved(host))

    def permits(self, url: str) -> bool:
        """Whether a delivery may be sent there; asked again when it is due, since data outlive a sandbox."""
        scheme, host = scheme_and_host(url)
        if not self.speaks_http(host):
            return self._remote and scheme == "https" and not _is_reserved(host)
        return scheme in ("http", "https")

    def speaks_http(self, host: str) -> bool:
        """Whether a host may be called by plain http: this machine, and those that were named.

        Names below `localhost` are this machine, since no server of another may have one.
        """
        return is_loopback(host) or host.endswith(".localhost") or host in self._names or self._has_network_of(host)

    def _has_network_of(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self._networks)

    def _add(self, name: str) -> None:
        try:
            self._networks.append(ip_network(name))
        except ValueError:
            host = name.lower()
            if scheme_and_host(f"http://{host}/") != ("http", host):
                raise ValueError(
                    f"{name!r} is no host of webhooks; write a name, an address or a network, such as 10.0.0.0/8"
                ) from None
            self._names.add(host)


def scheme_and_host(url: str) -> tuple[str, str]:
    """The scheme and the host of an address; empty where either is in doubt."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "", ""
    doubtful = "\\" in url or not url.isprintable() or " " in url
    return ("", "") if doubtful or not host else (parts.scheme, host.lower())


def _is_reserved(host: str) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in _RESERVED_NAMES)
