"""Paths of requests, and the operations that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec

from onepay_contract.document import Contract, Operation, Parameter
from onepay_core.json_values import Document
from onepay_sandbox.core.card_numbers import has_card_number

_LONGEST_ID: Final = 200


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
    ids: Mapping[str, str]


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
