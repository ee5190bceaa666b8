"""Hosts and paths of requests, and the operations that they lead to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec.structs import replace

from onepay_contract.document import Contract, Operation, Parameter
from onepay_core.json_values import Document
from onepay_sandbox.core.card_numbers import has_card_number
from onepay_sandbox.core.messages import Request, Response, json_response
from onepay_sandbox.network import Network

_LONGEST_ID: Final = 200
_PRIVATE: Final = (".localhost", ".test", ".internal", ".example", ".invalid")
"""Endings that nobody can register in the public DNS."""
_SCHEMES: Final = ("http", "https")
_KNOWN_HOSTS: Final = 16
"""Of so many hosts it is remembered whether they are allowed; most sandboxes are called by one name."""


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


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An operation with what each of its requests needs, worked out once.

    `route` is its path on one's own machine, such as `/v1/payments/{payment_id}`; `schemes` are the kinds of keys and
    tokens that the contract names for it, and `success` is the status of a success.
    """

    operation: Operation
    route: str
    schemes: frozenset[str]
    query: tuple[Parameter, ...]
    body_schema: Document | None
    idempotency_key: Parameter | None
    success: int


@dataclass(slots=True)
class _Node:
    """One step of the tree of paths."""

    steps: dict[str, _Node] = field(default_factory=dict[str, "_Node"])
    parameter: tuple[str, _Node] | None = None
    endpoints: dict[str, Endpoint] = field(default_factory=dict[str, Endpoint])


class Match(msgspec.Struct, frozen=True):
    """Where a path leads: to endpoints by method, with the ids that the path carries."""

    endpoints: Mapping[str, Endpoint]
    ids: dict[str, str]


class Router:
    """The paths of a contract, each below the prefix of its server.

    On one's own machine the API stands under `/v1` and the cards host under `/cards/v1`. A request that names
    one of the real hosts, as clients inside the process can, is taken to be sent there.
    """

    def __init__(self, contract: Contract) -> None:
        """Lay the operations of `contract` out as a tree."""
        self._root: Final = _Node()
        self._hosts: Final = {urlsplit(server).netloc: _below(server) for server in contract.servers}
        self.prefixes: Final = tuple(f"{path_prefix(server)}/".encode() for server in contract.servers)
        """What the path of every operation begins with."""
        for operation in contract.operations.values():
            self._add(operation)

    def find(self, host: str, raw_path: bytes) -> Match | None:
        """The operations at a path as it was sent, percent signs and all; None where there are none."""
        steps = raw_path.decode("ascii", "replace").removeprefix("/").split("/")
        ids: dict[str, str] = {}
        node = _walk(self._root, [*self._hosts.get(host, ()), *steps], ids)
        return Match(node.endpoints, ids) if node and node.endpoints else None

    def template(self, host: str, raw_path: bytes) -> str:
        """The path as the contract writes it, such as `/v1/payments/{payment_id}`; empty where there is none."""
        match = self.find(host, raw_path)
        return next(iter(match.endpoints.values())).route if match else ""

    def _add(self, operation: Operation) -> None:
        node, route = self._root, f"{path_prefix(operation.server)}{operation.path}"
        for step in route.removeprefix("/").split("/"):
            node = _grown(node, step)
        node.endpoints[operation.method] = _endpoint(operation, route)


def _below(server: str) -> tuple[str, ...]:
    """What a request to the real host leaves out of the path that it has here."""
    extra = path_prefix(server).removesuffix(urlsplit(server).path.rstrip("/"))
    return tuple(step for step in extra.split("/") if step)


def _grown(node: _Node, step: str) -> _Node:
    if not step.startswith("{"):
        return node.steps.setdefault(step, _Node())
    if node.parameter is None:
        node.parameter = (step.strip("{}"), _Node())
    return node.parameter[1]


def _walk(node: _Node, steps: Iterable[str], ids: dict[str, str]) -> _Node | None:
    for step in steps:
        if step in node.steps:
            node = node.steps[step]
        elif node.parameter and _is_id(text := unquote(step)):
            name, node = node.parameter
            ids[name] = text
        else:
            return None
    return node


def _is_id(text: str) -> bool:
    """Whether an id or a name can be written so; no database can look for others, and none keeps a card."""
    return 0 < len(text) <= _LONGEST_ID and "\0" not in text and not has_card_number(text)


def path_prefix(server: str) -> str:
    """Where the operations of `server` stand on one's own machine: `/v1`, or `/cards/v1` for the cards host.

    The first label of the host is left out where it is `api`.
    """
    parts = urlsplit(server)
    label = (parts.hostname or "api").split(".")[0]
    return parts.path.rstrip("/") if label == "api" else f"/{label}{parts.path.rstrip('/')}"


def _endpoint(operation: Operation, route: str) -> Endpoint:
    return Endpoint(
        operation,
        route,
        frozenset(scheme for requirement in operation.security for scheme in requirement),
        operation.parameters_in("query"),
        operation.body_schema,
        operation.idempotency_key,
        _success_status(operation),
    )


def _success_status(operation: Operation) -> int:
    """The status with which the sandbox answers a success; the assumption `success-status` says why."""
    documented = sorted(int(key) for key in operation.replies if key.startswith("2") and key.isdigit())
    if documented:
        return documented[-1]
    reply = operation.replies.get("2XX")
    if reply is None or reply.schema is None:
        return 204
    return 201 if operation.idempotency_key and "_confirm" not in operation.id else 200
