"""The contract as a judge reads it: operations by name and by URL, and what each takes and answers.

`openapi.json` is the only source. In the wheel it lies in `onepay_api`, in the repository under `generated/`.
"""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from onepay_contract.values import Document, Json, is_array, is_object

METHODS: Final = ("get", "put", "post", "delete", "patch")
_HERE: Final = Path(__file__).resolve().parent
_NO_FACTS: Final[Document] = {}
_SANDBOX_BASES: Final = ("/v1", "/cards/v1")
"""Where the sandbox serves the two hosts on one."""


class ContractError(Exception):
    """The contract cannot be read, or it says something that the judge does not know how to hold a reply to."""


class UnknownOperation(LookupError):
    """The contract has no operation of this name; the message names those that are nearly called so."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A schema, where it stands in the contract (a JSON pointer), and how it is known."""

    schema: Document
    place: str
    evidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation; `place` is where it travels: path, query or header."""

    name: str
    place: str
    required: bool
    fact: Fact


@dataclass(frozen=True, slots=True)
class Reply:
    """A documented reply: a schema for each media type, and its headers with whether each must be there."""

    key: str
    media: Mapping[str, Fact]
    headers: Mapping[str, bool]
    evidence: str
    place: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. `replies` has a key for each documented status, `2XX` among them."""

    id: str
    method: str
    path: str
    server: str
    evidence: str
    source: str
    place: str
    parameters: tuple[Parameter, ...]
    body: Fact | None
    body_required: bool
    replies: Mapping[str, Reply]

    def reply(self, status: int) -> Reply | None:
        """The documented reply of a status; a family such as `2XX` stands for all of its hundred."""
        return self.replies.get(str(status)) or self.replies.get(f"{status // 100}XX")

    def like(self, status: int) -> Reply | None:
        """The reply to hold an undocumented status against: the first documented one of the same hundred."""
        return next((one for key, one in self.replies.items() if key[0] == str(status)[0]), None)


@dataclass(frozen=True, slots=True)
class Match:
    """The operation that a URL belongs to, and what its path parameters are."""

    operation: Operation
    ids: Mapping[str, str]


class Contract:
    """The operations of one document."""

    def __init__(self, document: Document) -> None:
        """Read the operations; `document` is kept and never changed."""
        self.document: Final = document
        self.operations: Final = {one.id: one for one in self._operations()}

    def operation(self, name: str) -> Operation:
        """The operation of that name; raises `UnknownOperation`."""
        if name in self.operations:
            return self.operations[name]
        near = difflib.get_close_matches(name, self.operations, n=3)
        hint = f"Nearly called so: {', '.join(near)}." if near else "`onepay-contract operations` lists all."
        raise UnknownOperation(f"The contract has no operation called {name[:60]!r}. {hint}")

    @functools.cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that the contract names."""
        return frozenset(urlsplit(one.server).hostname or "" for one in self.operations.values())

    @functools.cached_property
    def bases(self) -> tuple[str, ...]:
        """The base paths of its servers and of the sandbox, the longest first."""
        known = {urlsplit(one.server).path.rstrip("/") for one in self.operations.values()}
        return tuple(sorted({*known, *_SANDBOX_BASES}, key=lambda base: (-len(base), base)))

    def find(self, method: str, url: str, base: str | None = None) -> Match | None:
        """The operation that the URL means, literal steps before parameters; `base` is the server's base path."""
        path = _path_of(url)
        bases = self.bases if base is None else (base.rstrip("/"),)
        for start in bases:
            if path.startswith(f"{start}/") and (match := self._match(method, path[len(start) :])):
                return match
        return None

    def resolve(self, pointer: str) -> Json:
        """What a JSON pointer such as `#/components/schemas/Payment` leads to."""
        return functools.reduce(_step, pointer.removeprefix("#").removeprefix("/").split("/"), self.document)

    def followed(self, fact: Fact) -> Fact:
        """The fact that a reference leads to; known as the reference is, unless the target says otherwise."""
        while "$ref" in fact.schema:
            pointer = str(fact.schema["$ref"]).removeprefix("#")
            fact = self.below(fact, self.resolve(pointer), pointer)
        return fact

    def below(self, fact: Fact, schema: Document, place: str) -> Fact:
        """A schema within a fact, known as the fact is unless it says otherwise."""
        evidence = schema.get("x-evidence", fact.evidence)
        return Fact(schema, place, evidence, _source(schema) or fact.source)

    def _match(self, method: str, path: str) -> Match | None:
        steps = [unquote(step) for step in path.removeprefix("/").split("/")]
        found = [
            Match(one, ids)
            for one in self.operations.values()
            if one.method == method.upper() and (ids := _ids(one.path.removeprefix("/").split("/"), steps)) is not None
        ]
        return min(found, key=lambda match: len(match.ids), default=None)

    def _operations(self) -> Iterator[Operation]:
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield self._operation(path, method, item[method], item)

    def _operation(self, path: str, method: str, raw: Document, item: Document) -> Operation:
        place = f"/paths/{_escaped(path)}/{method}"
        root = Fact(raw, place, raw.get("x-evidence", "documented"), _source(raw))
        listed = [*item.get("parameters", ()), *raw.get("parameters", ())]
        servers = raw.get("servers") or self.document.get("servers") or [{"url": "/"}]
        body = self.followed(self.below(root, raw.get("requestBody", {}), f"{place}/requestBody"))
        return Operation(
            id=raw["operationId"],
            method=method.upper(),
            path=path,
            server=str(servers[0]["url"]),
            evidence=root.evidence,
            source=root.source,
            place=place,
            parameters=tuple(self._parameter(root, one, number) for number, one in enumerate(listed)),
            body=self._media(body).get("application/json"),
            body_required=bool(body.schema.get("required")),
            replies={status: self._reply(root, status, reply) for status, reply in raw["responses"].items()},
        )

    def _parameter(self, root: Fact, raw: Document, number: int) -> Parameter:
        fact = self.followed(self.below(root, raw, f"{root.place}/parameters/{number}"))
        schema = self.below(fact, fact.schema["schema"], f"{fact.place}/schema")
        return Parameter(fact.schema["name"], fact.schema["in"], bool(fact.schema.get("required")), schema)

    def _reply(self, root: Fact, status: str, raw: Document) -> Reply:
        evidence = root.schema.get("x-status-evidence", {}).get(status, root.evidence)
        place = f"{root.place}/responses/{status}"
        fact = self.followed(self.below(root, raw, place))
        headers = {name.lower(): bool(one.get("required")) for name, one in fact.schema.get("headers", {}).items()}
        return Reply(status, self._media(fact), headers, evidence, place)

    def _media(self, fact: Fact) -> dict[str, Fact]:
        return {
            name: self.below(fact, one["schema"], f"{fact.place}/content/{_escaped(name)}/schema")
            for name, one in fact.schema.get("content", {}).items()
            if "schema" in one
        }


@functools.cache
def load() -> Contract:
    """The contract of this package; it is read once for each process and never changed."""
    for folder in (_HERE, _HERE.parent / "onepay_api", _HERE.parent.parent / "generated"):
        if (folder / "openapi.json").exists():
            return Contract(json.loads((folder / "openapi.json").read_bytes()))
    raise ContractError(
        f"openapi.json is neither in {_HERE.parent} nor in generated/. Run `python scripts/generate.py`."
    )


def _source(schema: Document) -> str:
    page: Document = schema.get("externalDocs", _NO_FACTS)
    return str(page.get("url") or schema.get("x-source", ""))


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _ids(template: list[str], steps: list[str]) -> dict[str, str] | None:
    """The path parameters if the steps fit the template."""
    if len(template) != len(steps):
        return None
    ids: dict[str, str] = {}
    for expected, step in zip(template, steps, strict=True):
        if expected.startswith("{") and step:
            ids[expected.strip("{}")] = step
        elif expected != step:
            return None
    return ids


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def _step(part: Json, step: str) -> Json:
    name = step.replace("~1", "/").replace("~0", "~")
    if is_array(part):
        return part[int(name)]
    if is_object(part) and name in part:
        return part[name]
    raise ContractError(f"The contract refers to {name!r}, which it does not have.")
