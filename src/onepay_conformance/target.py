"""What is tested: where a server stands, which keys open it, and what carries requests to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

import httpx

from onepay_conformance.control import SandboxApiControl, SandboxControl
from onepay_conformance.receiver import Receiver
from onepay_contract.document import Contract, Operation
from onepay_core.environment import ConfigurationError, Environment, checked_address
from onepay_core.loopback import is_loopback

CARDS_HOST: Final = "cards."
SECRET: Final = "sk_test_"  # noqa: S105 - a prefix
PUBLIC: Final = "pk_test_"
_SHOWN: Final = 8
_HIGHEST_PORT: Final = 65_535
_PORTS: Final[Mapping[str, int]] = MappingProxyType({"http": 80, "https": 443})


class UnsafeServer(Exception):
    """The suite must not run against this server, or not with these keys; nothing was sent."""


class Key(StrEnum):
    """Which key a request carries."""

    SECRET = "secret"  # noqa: S105 - a name
    PUBLIC = "public"
    OTHER = "other"
    """The secret key of a second account, which must see nothing of the first."""
    NONE = "none"
    WRONG = "wrong"
    """A text that is no key at all."""
    SPOILT = "spoilt"
    """A real key that was cut, lengthened, or written in other letters."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a test account, and of a second one where there is one. Raises `UnsafeServer` for any other."""

    secret: str = field(repr=False)
    public: str | None = field(default=None, repr=False)
    other: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        _check("ONEPAY_API_KEY", self.secret, SECRET)
        _check("ONEPAY_PUBLIC_KEY", self.public or PUBLIC + "x", PUBLIC)
        _check("ONEPAY_OTHER_API_KEY", self.other or SECRET + "x", SECRET)

    def bearer(self, key: Key) -> str | None:
        """What stands in the header `Authorization`; None where it is left out, or where there is no such key."""
        text = {Key.SECRET: self.secret, Key.PUBLIC: self.public, Key.OTHER: self.other, Key.WRONG: "nonsense"}.get(key)
        return f"Bearer {text}" if text else None

    def spoilt(self, key: Key) -> tuple[str, ...]:
        """What stands in the header `Authorization` with the key cut, lengthened, and in other letters."""
        word, _, text = (self.bearer(key) or "").partition(" ")
        prefix, _, rest = text.rpartition("_")
        turned = f"{prefix}_{rest.swapcase()}"
        return tuple(f"{word} {item}" for item in (text[:-1], f"{text}0", turned) if text and item != text)

    def has(self, key: Key) -> bool:
        """Whether a request can be sent with this kind of key."""
        return key == Key.NONE or self.bearer(key) is not None


@dataclass(frozen=True, slots=True)
class Server:
    """A server that claims to keep the contract.

    `transport` is None where requests go over the network, and `control` where nobody stands beside the server.
    """

    name: str
    keys: Keys
    api: str
    cards: str
    transport: httpx.BaseTransport | None = None
    control: SandboxControl | None = field(default=None, repr=False)
    insecure_hosts: tuple[str, ...] = ()
    webhook_url: str = ""
    """An address of the caller's that leads to `webhook_port` of this machine, such as that of a tunnel."""
    webhook_port: int = 0
    receiver: Receiver | None = field(default=None, repr=False)
    """Where its deliveries to webhooks arrive; None where no address leads to us."""
    control_token: str = field(default="", repr=False)
    """Opens the control API of a sandbox that wants one."""

    def __post_init__(self) -> None:
        for base in (self.api, self.cards):
            _check_base(base, self.insecure_hosts, is_inside=self.transport is not None)

    def url(self, operation: Operation, path: str) -> str:
        """Where `path` of an operation stands on this server."""
        is_cards = (urlsplit(operation.server).hostname or "").startswith(CARDS_HOST)
        return f"{self.cards if is_cards else self.api}{path}"

    @property
    def origins(self) -> frozenset[tuple[str, int | None]]:
        """The only hosts, with their ports, that a request may be sent to."""
        return frozenset(map(origin_of, (self.api, self.cards)))

    @property
    def is_local(self) -> bool:
        """Whether every request stays on this machine."""
        return self.transport is not None or all(is_local(base) for base in (self.api, self.cards))


def around(transport: httpx.BaseTransport, tenant: str = "contract") -> Server:
    """Whatever a transport leads to, such as a proxy around the sandbox, under the addresses of the contract."""
    keys = test_keys(tenant)
    control = SandboxApiControl("https://api.onepay.la", keys.secret, transport)
    return Server("sandbox", keys, "https://api.onepay.la/v1", "https://cards.onepay.la/v1", transport, control)


def over_socket(root: str, tenant: str = "contract") -> Server:
    """The sandbox that listens at `root`, such as `http://127.0.0.1:8000`."""
    keys = test_keys(tenant)
    control = SandboxApiControl(root, keys.secret, None)
    return Server(f"sandbox at {root}", keys, f"{root}/v1", f"{root}/cards/v1", control=control)


def test_keys(tenant: str) -> Keys:
    """Keys that the sandbox takes, of two accounts that know nothing of each other."""
    return Keys(f"{SECRET}{tenant}", f"{PUBLIC}{tenant}", f"{SECRET}{tenant}-other")


def from_environment(variables: Mapping[str, str], contract: Contract) -> Server | None:
    """The server that `ONEPAY_API_KEY` and its kin name; None where no key is set.

    `Environment.from_variables` says what the addresses are; without one they are the contract's own. Raises
    `UnsafeServer`, or what `Environment` raises for an address that cannot be right.
    """
    secret = variables.get("ONEPAY_API_KEY", "")
    if not secret:
        return None
    environment = Environment.from_variables(variables) or Environment()
    servers = environment.servers(_documented(contract, is_cards=False), _documented(contract, is_cards=True))
    api, cards = servers.values()
    keys = Keys(secret, variables.get("ONEPAY_PUBLIC_KEY") or None, variables.get("ONEPAY_OTHER_API_KEY") or None)
    webhook_url, port = variables.get("ONEPAY_WEBHOOK_URL", ""), _port(variables.get("ONEPAY_WEBHOOK_PORT") or "0")
    return Server(
        urlsplit(api).netloc,
        keys,
        api,
        cards,
        insecure_hosts=environment.insecure_hosts,
        webhook_url=webhook_url,
        webhook_port=port,
        control_token=variables.get("ONEPAY_SANDBOX_CONTROL_TOKEN", ""),
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _HIGHEST_PORT):
        raise UnsafeServer(f"ONEPAY_WEBHOOK_PORT is {text[:20]!r}, which is no port. Nothing was sent. Give a number.")
    return int(text)


def accompanied(server: Server) -> Server:
    """The same server; where it is a sandbox on this machine, with its control API and the keys of its accounts.

    Only a server on this machine is asked whether it is one.
    """
    root = server.api.removesuffix("/v1")
    control = SandboxApiControl(root, server.keys.secret, server.transport, server.control_token)
    if not server.is_local or not control.is_there():
        return server
    its_own = test_keys(server.keys.secret.removeprefix(SECRET))
    keys = Keys(its_own.secret, server.keys.public or its_own.public, server.keys.other or its_own.other)
    return replace(server, name=f"sandbox at {root}", keys=keys, control=control)


def origin_of(url: str) -> tuple[str, int | None]:
    """The host and the port that a URL means: `localhost` for each name of this machine, and the port of its scheme.

    The host of what is no URL is empty.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return "", None
    host = (parts.hostname or "").rstrip(".")
    return "localhost" if is_loopback(host) else host, port


def is_local(url: str) -> bool:
    """Whether a URL leads to this machine."""
    return origin_of(url)[0] == "localhost"


def _documented(contract: Contract, *, is_cards: bool) -> str:
    servers = {operation.server for operation in contract.operations.values()}
    return next(server for server in sorted(servers) if (CARDS_HOST in server) == is_cards)


def _check(name: str, key: str, prefix: str) -> None:
    if not key.startswith(prefix):
        raise UnsafeServer(
            f"{name} begins with {key[:_SHOWN]!r}, and this suite only runs with a key that begins with {prefix!r}: "
            "it makes and cancels payments. Nothing was sent. Take a test key from the panel, under Developers."
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise UnsafeServer(f"{name} holds a character that no header can carry. Nothing was sent. Copy the key anew.")


def _check_base(base: str, insecure_hosts: tuple[str, ...], *, is_inside: bool) -> None:
    if is_inside:  # nothing leaves the process
        insecure_hosts = (*insecure_hosts, urlsplit(base).hostname or "")
    try:
        checked_address("The server's address", base, insecure_hosts)
    except ConfigurationError as error:
        raise UnsafeServer(f"{error} Nothing was sent.") from None
