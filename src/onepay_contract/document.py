"""The one reader of the contract: its operations by name and by URL, and what each takes and answers.

`openapi.json` is the only source. In the wheel it lies in `onepay_api`, in the repository under `generated/`. Judge,
sandbox, conformance checks and tests read it through this module; the generator reads the objects of its own tool.
"""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, TypeAlias
from urllib.parse import unquote, urlsplit

from onepay_core.json_values import Document, Json, escape, is_array, is_object, unescape

METHODS: Final = ("get", "put", "post", "delete", "patch")
CHANGES: Final = "x-changes"
UNIQUE: Final = "x-unique"
DIFFERS: Final = "x-differs"
MIRRORS: Final = "x-mirrors"
SCHEMA_BASE: Final = "urn:contract"
"""Where the references of a portable schema lead: register the portable document there."""

_JSON: Final = "application/json"
_LARGEST: Final = {"int64": 2**63 - 1, "int32": 2**31 - 1}
_HERE: Final = Path(__file__).resolve().parent
_NO_FACTS: Final[Document] = {}
_SANDBOX_BASES: Final = ("/v1", "/cards/v1")
"""Where the sandbox serves the two hosts on one."""


Meaning: TypeAlias = Literal[
    "made", "paid", "expires", "is_test_data", "own_name", "currency", "balance", "metadata", "phone", "code", "token",
    "consent", "reaches_followers", "may_be_chosen", "card_number", "payer_card_number",
    "customer", "account", "card", "payment", "payment_method", "webhook",
    "errors", "older_errors", "delivery_event", "delivery_token", "signature", "older_signature",
]  # fmt: skip
"""What `x-names` of the contract has a name for; openapi/README.md says what each means."""


class ContractError(Exception):
    """The contract cannot be read, or does not fit the program that reads it; the message says what to mend."""


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
    description: str
    fact: Fact

    @property
    def schema(self) -> Document:
        """The schema of its values, as it stands in the document."""
        return self.fact.schema


@dataclass(frozen=True, slots=True)
class Reply:
    """A documented reply: a schema for each media type, and its headers with whether each must be there."""

    key: str
    media: Mapping[str, Fact]
    headers: Mapping[str, bool]
    evidence: str
    place: str

    @property
    def schema(self) -> Document | None:
        """The schema of its JSON body, as it stands in the document; None where no JSON is documented."""
        fact = self.media.get(_JSON)
        return fact.schema if fact else None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. `replies` has a key for each documented status, `2XX` among them."""

    id: str
    tag: str
    method: str
    path: str
    server: str
    description: str
    security: tuple[frozenset[str], ...]
    """The alternatives; each names the schemes that it needs together."""
    evidence: str
    source: str
    place: str
    raw: Document
    parameters: tuple[Parameter, ...]
    body: Fact | None
    body_required: bool
    replies: Mapping[str, Reply]

    @property
    def method_name(self) -> str:
        """The name of its Python method."""
        return self.id.removeprefix(f"{self.tag}_")

    @property
    def body_schema(self) -> Document | None:
        """The schema of its request body, as it stands in the document."""
        return self.body.schema if self.body else None

    @property
    def is_idempotent(self) -> bool:
        """Whether sending it twice does what sending it once does: by its method, unless it is marked otherwise."""
        return self.method != "POST" and bool(self.raw.get("x-idempotent", True))

    @property
    def takes_empty_list(self) -> bool:
        """Whether `[]` is the same as `{}` in its body, as PHP writes an empty object."""
        return bool(self.raw.get("x-empty-list", False))

    @property
    def schemes(self) -> frozenset[str]:
        """All security schemes that any of its alternatives names."""
        return frozenset[str]().union(*self.security)

    @property
    def idempotency_key(self) -> Parameter | None:
        """The header that carries the idempotency key, if the operation takes one."""
        headers = self.parameters_in("header")
        return next((parameter for parameter in headers if parameter.name.lower() == "x-idempotency"), None)

    def parameters_in(self, place: str) -> tuple[Parameter, ...]:
        """Those of its parameters that stand in the path, the query or the headers."""
        return tuple(parameter for parameter in self.parameters if parameter.place == place)

    def reply(self, status: int) -> Reply | None:
        """The documented reply of a status; a family such as `2XX` stands for all of its hundred."""
        return self.replies.get(str(status)) or self.replies.get(f"{status // 100}XX")

    def reply_of_family(self, status: int) -> Reply | None:
        """The nearest reply of an undocumented status: the first documented one of the same hundred."""
        return next((reply for key, reply in self.replies.items() if key[0] == str(status)[0]), None)


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
        self._targets: Final[dict[str, Json]] = {}
        self.operations: Final = {operation.id: operation for operation in self._operations("paths")}
        self._templates: Final = _templates(self.operations.values())

    def operation(self, name: str) -> Operation:
        """The operation of that name; raises `UnknownOperation`."""
        if name in self.operations:
            return self.operations[name]
        near = difflib.get_close_matches(name, self.operations, n=3)
        hint = f"Nearly called so: {', '.join(near)}." if near else "`onepay contract operations` lists all."
        raise UnknownOperation(f"The contract has no operation called {name[:60]!r}. {hint}")

    def name(self, meaning: Meaning) -> str:
        """The name under which fields of the API say this, wherever they do; an empty text where none does."""
        return str(self.document.get("x-names", {}).get(meaning, ""))

    @property
    def schemas(self) -> Mapping[str, Document]:
        """The component schemas by name."""
        schemas: Mapping[str, Document] = self.document.get("components", {}).get("schemas", {})
        return schemas

    @property
    def events(self) -> Mapping[str, Document]:
        """The schema of each webhook's body, by the name of the event."""
        bodies = {name: item["post"]["requestBody"] for name, item in self.document.get("webhooks", {}).items()}
        return {name: body["content"][_JSON]["schema"] for name, body in bodies.items() if _JSON in body["content"]}

    @functools.cached_property
    def webhooks(self) -> Mapping[str, Operation]:
        """The requests that the API sends, by the name of the event; `path` is that name."""
        return {operation.path: operation for operation in self._operations("webhooks")}

    def delivery(self, event: str) -> Operation:
        """The delivery of an event, as an operation that answers its body: it is judged as a reply is."""
        operation = self.webhooks[event]
        media = {_JSON: operation.body} if operation.body else {}
        reply = Reply("200", media, {}, operation.evidence, operation.place)
        return replace(operation, id=f"webhook {event}", replies={"200": reply})

    @functools.cached_property
    def servers(self) -> frozenset[str]:
        """The URLs under which the operations stand."""
        return frozenset({_server(self.document), *(operation.server for operation in self.operations.values())})

    @functools.cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that the contract names."""
        return frozenset(urlsplit(server).hostname or "" for server in self.servers)

    @functools.cached_property
    def bases(self) -> tuple[str, ...]:
        """The base paths of its servers and of the sandbox, the longest first."""
        known = {urlsplit(server).path.rstrip("/") for server in self.servers}
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
        if pointer not in self._targets:
            steps = pointer.removeprefix("#").removeprefix("/").split("/")
            self._targets[pointer] = functools.reduce(_step, steps, self.document)
        return self._targets[pointer]

    def dereferenced(self, value: Document) -> Document:
        """What a reference leads to in the end; anything else is itself."""
        while "$ref" in value:
            value = self.resolve(str(value["$ref"]))
        return value

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
        known = self._templates.get((method.upper(), len(steps)), ())
        found = [Match(operation, ids) for operation, template in known if (ids := _ids(template, steps)) is not None]
        return min(found, key=lambda match: len(match.ids), default=None)

    def _operations(self, section: str) -> Iterator[Operation]:
        for path, item in self.document.get(section, _NO_FACTS).items():
            for method in METHODS:
                if method in item:
                    yield self._operation(f"/{section}/{escape(path)}/{method}", item)

    def _operation(self, place: str, item: Document) -> Operation:
        _, _, step, method = place.split("/")
        raw: Document = item[method]
        root = Fact(raw, place, raw.get("x-evidence", "documented"), _source(raw))
        listed = [*item.get("parameters", ()), *raw.get("parameters", ())]
        body = self.followed(self.below(root, raw.get("requestBody", {}), f"{place}/requestBody"))
        return Operation(
            id=raw["operationId"],
            tag=str(next(iter(raw.get("tags", ())), "")),
            method=method.upper(),
            path=unescape(step),
            server=_server(raw if "servers" in raw else self.document),
            description=str(raw.get("description", "")),
            security=tuple(map(frozenset, raw.get("security", self.document.get("security", ())))),
            evidence=root.evidence,
            source=root.source,
            place=place,
            raw=raw,
            parameters=tuple(self._parameter(root, parameter, number) for number, parameter in enumerate(listed)),
            body=self._media(body).get(_JSON),
            body_required=bool(body.schema.get("required")),
            replies={status: self._reply(root, status, reply) for status, reply in raw["responses"].items()},
        )

    def _parameter(self, root: Fact, raw: Document, number: int) -> Parameter:
        fact = self.followed(self.below(root, raw, f"{root.place}/parameters/{number}"))
        schema = self.below(fact, fact.schema["schema"], f"{fact.place}/schema")
        raw = fact.schema
        return Parameter(raw["name"], raw["in"], bool(raw.get("required")), raw.get("description", ""), schema)

    def _reply(self, root: Fact, status: str, raw: Document) -> Reply:
        evidence = root.schema.get("x-status-evidence", {}).get(status, root.evidence)
        place = f"{root.place}/responses/{status}"
        fact = self.followed(self.below(root, raw, place))
        headers = {
            name.lower(): bool(header.get("required")) for name, header in fact.schema.get("headers", {}).items()
        }
        return Reply(status, self._media(fact), headers, evidence, place)

    def _media(self, fact: Fact) -> dict[str, Fact]:
        return {
            name: self.below(fact, media["schema"], f"{fact.place}/content/{escape(name)}/schema")
            for name, media in fact.schema.get("content", {}).items()
            if "schema" in media
        }


class FieldMarks:
    """Reads the marks on the fields of one contract's replies."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract
        self._fields: Final[dict[str, tuple[tuple[str, Document], ...]]] = {}
        self._known: Final[dict[tuple[str, str, str], frozenset[str]]] = {}

    def changing(self, operation: Operation) -> frozenset[str]:
        """The names of fields, anywhere in the successes of an operation, that change though nobody changes them."""
        return self._marked(operation, CHANGES)

    def unique(self, operation: Operation) -> frozenset[str]:
        """The names of fields of which no two objects have the same value."""
        return self._marked(operation, UNIQUE)

    def differing(self, operation: Operation, source: str) -> frozenset[str]:
        """The names of fields that may say another thing than `source`: a request, another view, or the state."""
        return self._marked(operation, DIFFERS, source)

    def mirrors(self, operation: Operation) -> Mapping[str, tuple[str, ...]]:
        """Fields that show what a request wrote under other names, with these names."""
        return {name: tuple(field[MIRRORS]) for name, field in self.fields(operation) if MIRRORS in field}

    def fields(self, operation: Operation) -> tuple[tuple[str, Document], ...]:
        """All fields anywhere in the successes of an operation, by name, each as it stands in the document."""
        if operation.id not in self._fields:
            successes = (reply for status, reply in operation.replies.items() if status.startswith("2"))
            facts = [fact for reply in successes for fact in reply.media.values()]
            self._fields[operation.id] = tuple(pair for fact in facts for pair in self._below(fact, frozenset()))
        return self._fields[operation.id]

    def _marked(self, operation: Operation, mark: str, value: str = "") -> frozenset[str]:
        key = (operation.id, mark, value)
        if key not in self._known:
            names = (
                name for name, field in self.fields(operation) if mark in field and (not value or value in field[mark])
            )
            self._known[key] = frozenset(names)
        return self._known[key]

    def _below(self, fact: Fact, above: frozenset[str]) -> Iterator[tuple[str, Document]]:
        """The fields within a schema; `above` are the places that lead to it."""
        fact = self._contract.followed(fact)
        schema = fact.schema
        if fact.place and fact.place in above:
            return
        parts = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *([schema["items"]] if "items" in schema else [])]
        for name, field in schema.get("properties", {}).items():
            yield name, field
            parts.append(field)
        for part in parts:
            yield from self._below(self._contract.below(fact, part, ""), above | {fact.place})


def load(name: str = "openapi.json") -> Contract:
    """A contract of this distribution; each is read once for each process and never changed."""
    return _load(name)


@functools.cache
def _load(name: str) -> Contract:
    for folder in (_HERE, _HERE.parent / "onepay_api", _HERE.parent.parent / "generated"):
        if (folder / name).exists():
            return Contract(json.loads((folder / name).read_bytes()))
    raise ContractError(f"{name} is neither in {_HERE.parent} nor in generated/. Run `python scripts/generate.py`.")


def portable(value: Json) -> Json:
    """A copy of a schema, or of the document, as a JSON Schema validator needs it.

    References lead below `SCHEMA_BASE`, and `int64` and `int32` have the bounds that their names mean.
    """
    if is_array(value):
        return [portable(item) for item in value]
    if not is_object(value):
        return value
    copy = {key: portable(item) for key, item in value.items()}
    if str(copy.get("$ref", "")).startswith("#"):
        copy["$ref"] = f"{SCHEMA_BASE}{copy['$ref']}"
    largest = _LARGEST.get(str(copy.get("format")))
    return {"maximum": largest, "minimum": -largest - 1, **copy} if largest and "type" in copy else copy


def component_name(reference: Document) -> str:
    """The name of the component that a reference leads to."""
    return str(reference["$ref"]).rpartition("/")[2]


def _server(holder: Document) -> str:
    servers = holder.get("servers") or [{"url": "/"}]
    return str(servers[0]["url"])


def _source(schema: Document) -> str:
    page: Document = schema.get("externalDocs", _NO_FACTS)
    return str(page.get("url") or schema.get("x-source", ""))


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _templates(operations: Iterable[Operation]) -> Mapping[tuple[str, int], Sequence[tuple[Operation, list[str]]]]:
    """The operations with the steps of their paths, by method and number of steps."""
    found: dict[tuple[str, int], list[tuple[Operation, list[str]]]] = {}
    for operation in operations:
        steps = operation.path.removeprefix("/").split("/")
        found.setdefault((operation.method, len(steps)), []).append((operation, steps))
    return found


def _ids(template: list[str], steps: list[str]) -> dict[str, str] | None:
    """The path parameters if as many steps fit the template."""
    ids: dict[str, str] = {}
    for expected, step in zip(template, steps, strict=True):
        if expected.startswith("{") and step:
            ids[expected.strip("{}")] = step
        elif expected != step:
            return None
    return ids


def _step(part: Json, step: str) -> Json:
    name = unescape(step)
    if is_array(part):
        return part[int(name)]
    if is_object(part) and name in part:
        return part[name]
    raise ContractError(f"The contract refers to {name!r}, which it does not have.")
