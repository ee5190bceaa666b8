"""The hosts of the API: one description for the client, the command and the conformance checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

import httpx
from msgspec import Struct

from .arguments import OptionsMeta, kind_of
from .errors import ConfigurationError
from .loopback import is_loopback

__all__ = (
    "LAST_PORT",
    "SANDBOX",
    "ConfigurationError",
    "Environment",
    "checked_address",
    "parsed_url",
    "plain_http_host",
)

BASE_VARIABLE: Final = "ONEPAY_BASE_URL"
CARDS_VARIABLE: Final = "ONEPAY_CARDS_URL"
INSECURE_VARIABLE: Final = "ONEPAY_INSECURE_HOSTS"
SANDBOX: Final = "http://127.0.0.1:8700"
"""Where `onepay sandbox start` listens unless it is told otherwise."""
LAST_PORT: Final = 65_535

_HOST: Final = re.compile(r"[A-Za-z0-9_.-]{1,253}|[0-9A-Fa-f:]{2,45}")
_PRIVATE_NAME: Final = re.compile(
    r"(?:[a-z0-9_-]+\.)*(?:internal|local|localhost|test)|[a-z][a-z0-9_-]*", re.IGNORECASE
)
"""Names that the public DNS does not have: one label, as containers are called, and the zones for private use."""


class Environment(Struct, frozen=True, kw_only=True, metaclass=OptionsMeta):
    """The two hosts of an API: the one of nearly everything, and the one that takes card numbers.

    Without ``api`` it is the real API. ``cards`` is the same as ``api`` where it is left out. Plain http reaches this
    machine, names that only a private network has (``sandbox``, ``host.docker.internal``), and the hosts in
    ``insecure_hosts``; to others than this machine it only carries test keys.

    Raises:
        ConfigurationError: an address cannot be right, or is plain http to another host.
    """

    api: str | None = None
    cards: str | None = None
    insecure_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_hosts(self.insecure_hosts)
        if self.api is None and self.cards is not None:
            raise ConfigurationError("Environment.cards was given alone; name both hosts: Environment(api=…, cards=…).")
        for name, address in (("Environment.api", self.api), ("Environment.cards", self.cards)):
            if address is not None:
                checked_address(name, address, self.insecure_hosts)

    @classmethod
    def sandbox(cls, url: str = SANDBOX) -> Environment:
        """The sandbox at ``url``, such as ``http://127.0.0.1:8700``; the host is one to which plain http is allowed.

        Raises:
            ConfigurationError: ``url`` cannot be right.
        """
        parsed = parsed_url(url) if isinstance(url, str) else None  # pyright: ignore[reportUnnecessaryIsInstance] - no type checker
        hosts = (parsed.host,) if parsed is not None and parsed.host and not is_loopback(parsed.host) else ()
        root = checked_address("url", url, hosts).removesuffix("/v1")
        return cls(api=f"{root}/v1", cards=f"{root}/cards/v1", insecure_hosts=hosts)

    @classmethod
    def from_variables(cls, variables: Mapping[str, str]) -> Environment | None:
        """What ``ONEPAY_BASE_URL``, ``ONEPAY_CARDS_URL`` and ``ONEPAY_INSECURE_HOSTS`` name; None where no address is.

        An address without a path has ``/v1``. Of a host that takes plain http the cards stand beside it, as the
        sandbox has them; of any other both addresses must be named, or part of the requests would go elsewhere.

        Raises:
            ConfigurationError: an address cannot be right, or one of the two is missing.
        """
        base, cards = variables.get(BASE_VARIABLE, "").strip(), variables.get(CARDS_VARIABLE, "").strip()
        hosts = tuple(host.strip() for host in variables.get(INSECURE_VARIABLE, "").split(",") if host.strip())
        if not base and not cards:
            return None
        if not base:
            raise ConfigurationError(f"{CARDS_VARIABLE} is set and {BASE_VARIABLE} is not. Set both, or neither.")
        api = httpx.URL(checked_address(BASE_VARIABLE, base, hosts))
        api = api if api.path.strip("/") else api.copy_with(path="/v1")
        if not cards:
            if api.scheme != "http" and not is_loopback(api.host):
                raise ConfigurationError(
                    f"{BASE_VARIABLE} names {api.host!r}, and {CARDS_VARIABLE} names nothing: the keys of one host "
                    f"would be sent to another. Nothing was sent. Set {CARDS_VARIABLE} as well."
                )
            return cls(api=str(api), cards=str(api.copy_with(path=f"/cards{api.path}")), insecure_hosts=hosts)
        return cls(api=str(api), cards=checked_address(CARDS_VARIABLE, cards, hosts), insecure_hosts=hosts)

    def servers(self, api_server: str, cards_server: str) -> dict[str, str]:
        """The address of each of the contract's two servers, without a slash at its end."""
        if self.api is None:
            return {api_server: api_server, cards_server: cards_server}
        return {api_server: self.api.rstrip("/"), cards_server: (self.cards or self.api).rstrip("/")}


def checked_address(argument: str, address: object, insecure_hosts: tuple[str, ...] = ()) -> str:
    """``address`` as a server's address, without a slash at its end.

    Raises:
        ConfigurationError: it is not https (see ``Environment`` for http), or holds a user, a query or a fragment.
    """
    if not isinstance(address, str):
        raise ConfigurationError(f"{argument} must be text, not {kind_of(address)}.")
    url = parsed_url(address)
    usable = url is not None and url.host and (url.port or 1) <= LAST_PORT and address.isprintable()
    if url is None or not usable or url.scheme not in ("http", "https"):
        raise ConfigurationError(f"{argument} must be an address such as https://api.onepay.la/v1.")
    if url.userinfo or url.query or "?" in address or "#" in address:
        raise ConfigurationError(f"{argument} must hold a scheme, a host and a path, and nothing else.")
    if url.scheme == "http" and not _takes_plain_http(url.host, insecure_hosts):
        raise ConfigurationError(
            f"{argument} is plain http; a key only leaves over https, except to this machine, to names of a private "
            "network such as http://sandbox, and to hosts that Environment(insecure_hosts=…) names. Use https, or "
            "name the host."
        )
    return address.rstrip("/")


def plain_http_host(address: str) -> str | None:
    """The host of an address that is plain http to another machine, where only test keys go; None for any other."""
    url = httpx.URL(address)
    return url.host if url.scheme == "http" and not is_loopback(url.host) else None


def parsed_url(address: str) -> httpx.URL | None:
    """``address`` as httpx reads it; None where it cannot."""
    try:
        return httpx.URL(address)
    except (httpx.InvalidURL, ValueError):  # the latter for names that no host can have
        return None


def _takes_plain_http(host: str, insecure_hosts: tuple[str, ...]) -> bool:
    named = host.lower() in {entry.lower() for entry in insecure_hosts}
    return named or is_loopback(host) or bool(_PRIVATE_NAME.fullmatch(host))


def _check_hosts(hosts: object) -> None:
    """Refuse what is no tuple of hosts, such as one text, or addresses in place of hosts."""
    given: list[object] = list(cast("tuple[object, ...]", hosts)) if isinstance(hosts, tuple) else [None]
    if not all(isinstance(host, str) and _HOST.fullmatch(host) for host in given):
        raise ConfigurationError(
            'insecure_hosts must be a tuple of hosts without scheme and port, such as ("payments.example.org",).'
        )
