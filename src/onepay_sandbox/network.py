"""The network around a sandbox: under which hosts it answers, where its links lead, and where webhooks may stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from onepay_core.loopback import is_loopback

_RESERVED_NAMES: Final = ("example.com", "example.org", "example.net", "example", "test", "invalid")


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
