"""The contract as the sandbox reads it: operations, what each allows, and the paths that lead to them.

`openapi.json` is the sandbox's only source about the shape of the API. In the wheel it lies in
`onepay_api`, in the repository under `generated/`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec

from onepay_core.json_values import Document, Json, is_array, is_object
from onepay_sandbox.core.card_numbers import has_card_number

METHODS: Final = ("get", "put", "post", "delete")
_HERE: Final = Path(__file__).resolve().parent
_LARGEST: Final = {"int64": 2**63 - 1, "int32": 2**31 - 1}


class ContractError(Exception):
    """The sandbox and its contract do not fit together; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    place: str
    required: bool
    schema: Document


@dataclass(frozen=True)
class Operation:
    """One operation: how it is called, what it takes, and which replies are documented."""

    id: str
    tag: str
    method: str
    path: str
    server: str
    evidence: str
    description: str
    security: tuple[frozenset[str], ...]
    parameters: tuple[Parameter, ...]
    body: Document | None
    body_required: bool
    replies: Mapping[str, Document | None]

    def key_of(self, status: int) -> str | None:
        """The key under which `status` is documented (`2XX` stands for all of its hundred), if it is."""
        exact, family = str(status), f"{status // 100}XX"
        return next((key for key in (exact, family) if key in self.replies), None)

    @functools.cached_property
    def success(self) -> int:
        """The status with which the sandbox answers a success; the assumption `success-status` says why."""
        documented = sorted(int(key) for key in self.replies if key.startswith("2") and key.isdigit())
        if documented:
            return documented[-1]
        if self.replies.get("2XX") is None:
            return 204
        return 201 if self.idempotency and "_confirm" not in self.id else 200

    @functools.cached_property
    def idempotency(self) -> Parameter | None:
        """The parameter that carries the idempotency key, if the operation takes one."""
        return next((one for one in self.parameters if one.name.lower() == "x-idempotency"), None)


class Contract:
    """The operations of one document."""

    def __init__(self, document: Document) -> None:
        """Read the operations; `document` is not changed."""
        self.document: Final = bounded(document)
        self.servers: Final = {self._server(document)}
        self.operations: Final = {operation.id: operation for operation in self._operations()}
        self.servers.update(operation.server for operation in self.operations.values())

    def resolve(self, value: Document) -> Document:
        """Follow `value` while it is a reference into the document."""
        while "$ref" in value:
            steps = str(value["$ref"]).removeprefix("#/").split("/")
            value = functools.reduce(lambda part, step: part[step], steps, self.document)
        return value

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield self._operation(path, method, item[method], item)

    def _operation(self, path: str, method: str, raw: Document, item: Document) -> Operation:
        body = self.resolve(raw.get("requestBody", {}))
        listed = [*item.get("parameters", ()), *raw.get("parameters", ())]
        security = raw.get("security", self.document.get("security", ()))
        return Operation(
            id=raw["operationId"],
            tag=raw["tags"][0],
            method=method.upper(),
            path=path,
            server=self._server(raw) if "servers" in raw else self._server(self.document),
            evidence=raw.get("x-evidence", "documented"),
            description=raw.get("description", ""),
            security=tuple(frozenset(requirement) for requirement in security),
            parameters=tuple(self._parameter(self.resolve(one)) for one in listed),
            body=_schema(body),
            body_required=bool(body.get("required")),
            replies={status: _schema(self.resolve(reply)) for status, reply in raw["responses"].items()},
        )

    def _parameter(self, raw: Document) -> Parameter:
        return Parameter(raw["name"], raw["in"], bool(raw.get("required")), raw["schema"])

    def _server(self, holder: Document) -> str:
        servers = holder.get("servers") or [{"url": "/"}]
        return str(servers[0]["url"])


def load_contract(name: str = "openapi.json") -> Contract:
    """The contract of that name; it is read once for each process and never changed."""
    return _load_contract(name)


@functools.cache
def _load_contract(name: str) -> Contract:
    for folder in (_HERE, _HERE.parent / "onepay_api", _HERE.parent.parent / "generated"):
        if (folder / name).exists():
            return Contract(msgspec.json.decode((folder / name).read_bytes()))
    raise ContractError(f"{name} is neither in {_HERE.parent} nor in generated/. Run `python scripts/generate.py`.")


def path_prefix(server: str) -> str:
    """Where the operations of `server` stand on one's own machine: `/v1`, or `/cards/v1` for the cards host.

    The first label of the host is left out where it is `api`.
    """
    parts = urlsplit(server)
    label = (parts.hostname or "api").split(".")[0]
    return parts.path.rstrip("/") if label == "api" else f"/{label}{parts.path.rstrip('/')}"


def bounded(value: Json) -> Json:
    """A copy of `value` in which `int64` and `int32` have the bounds that their names mean."""
    if is_array(value):
        return [bounded(item) for item in value]
    if not is_object(value):
        return value
    copy = {key: bounded(item) for key, item in value.items()}
    largest = _LARGEST.get(str(copy.get("format")))
    if largest and "type" in copy:
        copy.setdefault("maximum", largest)
        copy.setdefault("minimum", -largest - 1)
    return copy


def _schema(body: Document) -> Document | None:
    schema: Document | None = body.get("content", {}).get("application/json", {}).get("schema")
    return schema


_LONGEST_ID: Final = 200


@dataclass(slots=True)
class _Node:
    """One step of the tree of paths."""

    steps: dict[str, _Node] = field(default_factory=dict[str, "_Node"])
    parameter: tuple[str, _Node] | None = None
    operations: dict[str, Operation] = field(default_factory=dict[str, Operation])


@dataclass(frozen=True, slots=True)
class Match:
    """Where a path leads: to operations by method, with the ids that the path carries."""

    operations: Mapping[str, Operation]
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
        for operation in contract.operations.values():
            self._add(operation)

    def find(self, host: str, raw_path: bytes) -> Match | None:
        """The operations at a path as it was sent, percent signs and all; None where there are none."""
        steps = raw_path.decode("ascii", "replace").removeprefix("/").split("/")
        ids: dict[str, str] = {}
        node = _walk(self._root, [*self._hosts.get(host, ()), *steps], ids)
        return Match(node.operations, ids) if node and node.operations else None

    def _add(self, operation: Operation) -> None:
        node = self._root
        for step in f"{path_prefix(operation.server)}{operation.path}".removeprefix("/").split("/"):
            node = _grown(node, step)
        node.operations[operation.method] = operation


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
        elif node.parameter and _is_id(unquote(step)):
            name, node = node.parameter
            ids[name] = unquote(step)
        else:
            return None
    return node


def _is_id(text: str) -> bool:
    """Whether an id or a name can be written so; no database can look for others, and none keeps a card."""
    return 0 < len(text) <= _LONGEST_ID and "\0" not in text and not has_card_number(text)
