"""The contract as the sandbox reads it: the operations of a bundled OpenAPI document, and what each allows.

`openapi.json` is the sandbox's only source about the shape of the API. In the wheel it lies in
`onepay_api`, in the repository under `generated/`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from onepay_sandbox.values import Document, Json, is_array, is_object

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


def load(name: str = "openapi.json") -> Contract:
    """The contract of that name; it is read once for each process and never changed."""
    return _load(name)


@functools.cache
def _load(name: str) -> Contract:
    for folder in (_HERE, _HERE.parent / "onepay_api", _HERE.parent.parent / "generated"):
        if (folder / name).exists():
            return Contract(msgspec.json.decode((folder / name).read_bytes()))
    raise ContractError(f"{name} is neither in {_HERE.parent} nor in generated/. Run `python scripts/generate.py`.")


def prefix(server: str) -> str:
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
