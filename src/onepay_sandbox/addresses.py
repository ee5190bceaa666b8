"""Under which hosts a sandbox answers, and where the links lead that it hands out."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from onepay_sandbox.core.messages import Request, Response, json_response

_PRIVATE: Final = (".localhost", ".test", ".internal", ".example", ".invalid")
"""Endings that nobody can register in the public DNS."""
_SCHEMES: Final = ("http", "https")


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


class AllowedHosts:
    """The hosts that a request may name."""

    def __init__(self, names: Iterable[str]) -> None:
        """Allow `names` besides addresses of IP, names without a dot, and names that the public DNS does not have."""
        self._names: Final = frozenset(name.lower() for name in names)

    def refusal(self, host: str) -> Response | None:
        """The answer to a request for a host that is not allowed; None where it is."""
        name = _host_name(host)
        if name is not None and self._is_allowed(name):
            return None
        message = (
            f"El sandbox no atiende el host {host[:100]}. Usa 127.0.0.1, o inícialo con --allow-host y ese nombre, "
            "o con --public-url si está detrás de un proxy."
        )
        return json_response(421, {"message": message})

    def _is_allowed(self, name: str) -> bool:
        return "." not in name or name in self._names or name.endswith(_PRIVATE) or _is_address(name)


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
        self._hosts: Final = AllowedHosts((*network.hosts, *(urlsplit(url).hostname or "" for url in own)))

    def received(self, request: Request) -> Request | Response:
        """The request as its client sent it, or the answer to one for a host that is not allowed.

        The host that the request itself names is checked as well, since a page can send any other header.
        """
        refusal = self._hosts.refusal(request.host)
        if refusal is None and self._trusts_proxy:
            request = _as_forwarded(request)
            refusal = self._hosts.refusal(request.host)
        if refusal is not None:
            return refusal
        if self.public_url is None or request.public_url:
            return request
        scheme = urlsplit(self.public_url).scheme if request.host == self._public_host else request.scheme
        return replace(request, scheme=scheme, public_url=self.public_url)


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
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
