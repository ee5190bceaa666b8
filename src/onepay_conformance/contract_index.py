"""The contract as the suite reads it: what makes which objects, what undoes them, and what each call needs."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import jsonschema_rs

from onepay_conformance.open_enums import Path, open_lists
from onepay_conformance.target import Key
from onepay_contract.document import SCHEMA_BASE, Contract, Fact, FieldMarks, Meaning, Operation, portable
from onepay_core.json_values import Document, Json, is_array, is_object

_BY_BODY: Final = "$response.body#"
_BY_PATH: Final = "$request.path."
TAKING: Final = ("takes", "takes-what-is-there")
"""The marks of operations that need money on the balance; a page says of the second that more is refused."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the contract: what can be called next, with which ids, found where in what came before."""

    source: str
    target: str
    parameters: Mapping[str, str]

    def ids(self, reply: Json, requested: Mapping[str, str]) -> dict[str, str] | None:
        """The ids for the next call; None where the reply lacks one."""
        found = {name: _evaluated(text, reply, requested) for name, text in self.parameters.items()}
        known = {name: value for name, value in found.items() if isinstance(value, str) and value}
        return known if len(known) == len(found) else None

    @property
    def names_what_was_made(self) -> bool:
        """Whether the id is that of the object that the call before has made."""
        return any(text in (f"{_BY_BODY}/id", f"{_BY_BODY}/data/id") for text in self.parameters.values())


class ContractIndex:
    """One contract. A mutant of it makes another contract_index."""

    def __init__(self, contract: Contract) -> None:
        self.contract: Final = contract
        self.marks: Final = FieldMarks(contract)
        self._registry: Final = jsonschema_rs.Registry([(SCHEMA_BASE, portable(contract.document))])
        self._validators: Final[dict[str, jsonschema_rs.Draft202012Validator]] = {}
        self._open_lists: Final[dict[str, Mapping[Path, Sequence[str]]]] = {}
        self._is_list: Final[dict[str, bool]] = {}
        self._objects: Final[dict[str, Mapping[str, Document]]] = {}
        self._fields: Final[dict[str, Mapping[str, Document]]] = {}
        self._undoers: Final[dict[str, Link | None]] = {}
        self._formats: Final[dict[str, frozenset[str]]] = {}
        self._tags: Final = frozenset(operation.tag for operation in contract.operations.values())

    def name(self, meaning: Meaning) -> str:
        """The name under which fields of the API say this; an empty text where none does."""
        return self.contract.name(meaning)

    @property
    def operations(self) -> Mapping[str, Operation]:
        """All operations by name."""
        return self.contract.operations

    def raw(self, operation: Operation) -> Document:
        """The operation as it stands in the document."""
        found: Document = self.contract.resolve(operation.place)
        return found

    def names_with_format(self, name: str) -> frozenset[str]:
        """The names of all fields of the contract that have a format."""
        if name not in self._formats:
            self._formats[name] = frozenset(_with_format(self.contract.document, name))
        return self._formats[name]

    @functools.cached_property
    def links(self) -> Mapping[str, tuple[Link, ...]]:
        """The links of each operation's successes."""
        return {name: tuple(self._links(item)) for name, item in self.operations.items()}

    @functools.cached_property
    def makers(self) -> Mapping[str, tuple[str, ...]]:
        """For each kind of object, named as its id in paths (`customer_id`), the operations that make one."""
        found: dict[str, list[str]] = {}
        for name, links in self.links.items():
            for link in links:
                if link.names_what_was_made and self.operations[name].method == "POST":
                    for parameter in link.parameters:
                        found.setdefault(parameter, []).append(name)
        return {kind: tuple(dict.fromkeys(names)) for kind, names in found.items()}

    def sources(self, target: str) -> list[str]:
        """The operations whose successes link to an operation."""
        return [name for name, links in self.links.items() if any(link.target == target for link in links)]

    def undoer(self, maker: str) -> Link | None:
        """The link to the call that undoes what `maker` made: a DELETE, or a cancellation.

        Where the contract links to none, it is the undoing call at the path of the id by which the thing is read.
        """
        if maker not in self._undoers:
            linked = [link for link in self.links[maker] if link.names_what_was_made and self.is_undoing(link.target)]
            self._undoers[maker] = next(iter([*linked, *self._undoers_by_id(maker)]), None)
        return self._undoers[maker]

    def _undoers_by_id(self, maker: str) -> Iterator[Link]:
        for link in self.links[maker]:
            is_reading = self.operations[link.target].path.endswith("}")
            for operation in self.operations.values() if is_reading else ():
                if self.is_undoing(operation.id) and path_names(operation.path) == [*link.parameters]:
                    yield Link(maker, operation.id, link.parameters)

    def reader(self, names: Sequence[str]) -> Operation | None:
        """The operation that reads the one object at a path with these parameters, for who has no customer's token."""
        return next(
            (
                operation
                for operation in self.operations.values()
                if operation.method == "GET" and operation.path.endswith("}") and not self.needs_session(operation)
                if path_names(operation.path) == [*names]
            ),
            None,
        )

    def is_undoing(self, name: str) -> bool:
        """Whether an operation deletes or cancels."""
        return self.operations[name].method == "DELETE" or self.has_role(self.operations[name], "undoes")

    def has_role(self, operation: Operation, role: str) -> bool:
        """Whether an operation is marked with a role: it `undoes`, `confirms`, `settles`, or lists `attempts`."""
        return bool(operation.raw.get("x-role") == role)

    def settlers(self, kind: str) -> list[Operation]:
        """The operations that decide, in tests, how an object comes out."""
        return [
            operation
            for operation in self.operations.values()
            if self.has_role(operation, "settles") and path_names(operation.path) == [kind]
        ]

    def on_balance(self, *effects: str) -> list[Operation]:
        """The operations that add to a balance, show one, or take from one."""
        return [item for item in self.operations.values() if item.raw.get("x-balance") in effects]

    def takes_from_balance(self, operation: Operation) -> bool:
        """Whether an operation needs money on the balance."""
        return operation in self.on_balance(*TAKING)

    @functools.cached_property
    def balance(self) -> Operation | None:
        """The operation that shows the balance of the account."""
        return next((item for item in self.on_balance("shows") if "{" not in item.path), None)

    @functools.cached_property
    def states(self) -> Mapping[str, frozenset[str]]:
        """The words of all lists of states, by class: `open`, `paid`, `unpaid`, `after-paid` and `final`."""
        found: dict[str, set[str]] = {}
        for schema in self.contract.schemas.values():
            for name, words in schema.get("x-states", {}).items():
                found.setdefault(name, set()).update(words)
        return {name: frozenset(words) for name, words in found.items()}

    def is_state(self, word: Json, *classes: str) -> bool:
        """Whether a word is a state of one of these classes."""
        return any(word in self.states.get(name, ()) for name in classes)

    def may_follow(self, before: str, after: str) -> bool:
        """Whether something that was in one state may be in another later."""
        if self.is_state(before, "final"):
            return after == before
        return not self.is_state(before, "paid") or after == before or self.is_state(after, "after-paid")

    def is_list(self, operation: Operation) -> bool:
        """Whether an operation answers a list of objects, alone or in an envelope."""
        if operation.id not in self._is_list:
            facts = [
                fact for status, reply in operation.replies.items() if status[0] == "2" for fact in reply.media.values()
            ]
            self._is_list[operation.id] = operation.method == "GET" and any(
                self._holds_list(fact.schema) for fact in facts
            )
        return self._is_list[operation.id]

    def _holds_list(self, schema: Document) -> bool:
        schema = self.followed(schema)
        if schema.get("type") == "array":
            return True
        data = self.followed(schema.get("properties", {}).get("data", {}))
        return data.get("type") == "array" or any(self._holds_list(form) for form in schema.get("anyOf", ()))

    def family(self, operation: Operation) -> str:
        """What kind of thing a reply is about: `payment_intents` for its reader, `accounts` for a customer's list.

        It is the operation's tag, or what the path of a list ends with: a tag itself, or a part of the tag's things.
        """
        steps = [step.replace("-", "_") for step in operation.path.split("/") if step and "{" not in step]
        if not self.is_list(operation) or steps[-1] in self._tags:
            return steps[-1] if self.is_list(operation) else operation.tag
        return f"{operation.tag}_{steps[-1]}"

    def listed_as(self, operation: Operation) -> str:
        """What the id of a list's items is called: `bank_id` where the path ends with `banks`."""
        noun = operation.path.rpartition("/")[2].replace("-", "_")
        return f"{f'{noun[:-3]}y' if noun.endswith('ies') else noun.removesuffix('s')}_id"

    def id_sources(self, kind: str) -> list[Operation]:
        """The operations whose replies tell ids of that name: lists, and objects that call their id so."""
        return [
            operation
            for operation in self.operations.values()
            if (self.is_list(operation) and "{" not in operation.path and self.listed_as(operation) == kind)
            or kind in self.shown_ids(operation)
        ]

    def shown_ids(self, operation: Operation) -> Mapping[str, str]:
        """The ids of things that nothing makes, which the object of a reply shows, with the field that holds each."""
        named = {name: field.get("x-id") for name, field in self.reply_fields(operation).items()}
        is_reading = operation.method == "GET" and not self.is_list(operation)
        return {kind: name for name, kind in named.items() if kind and is_reading and kind not in self.makers}

    @functools.cached_property
    def id_fields(self) -> tuple[str, ...]:
        """The fields that hold an object's own id."""
        marked = (
            name
            for schema in self.contract.schemas.values()
            for name, field in schema.get("properties", {}).items()
            if field.get("x-id") == name
        )
        return tuple(dict.fromkeys(["id", *marked]))

    def own_id(self, fields: Mapping[str, Json]) -> str | None:
        """The id that an object tells of itself."""
        found = (fields.get(name) for name in self.id_fields)
        return next((value for value in found if isinstance(value, str) and value), None)

    @functools.cached_property
    def same_ids(self) -> frozenset[frozenset[str]]:
        """Kinds of things, two by two, that share their ids, as a charge is an intent to another operation."""
        return frozenset(
            frozenset((path_names(operation.path)[-1], field["x-id"]))
            for operation in self.operations.values()
            if operation.method == "GET" and operation.path.endswith("}")
            for field in self.reply_fields(operation).values()
            if "x-id" in field
        )

    def reply_fields(self, operation: Operation) -> Mapping[str, Document]:
        """The top-level fields of what a success answers, by name."""
        facts = [
            fact for status, reply in operation.replies.items() if status[0] == "2" for fact in reply.media.values()
        ]
        return {
            name: field for fact in facts for name, field in self.followed(fact.schema).get("properties", {}).items()
        }

    def shape(self, operation: Operation) -> str:
        """What the contract calls the body of a success."""
        facts = (
            fact for status, reply in operation.replies.items() if status[0] == "2" for fact in reply.media.values()
        )
        return next((str(fact.schema.get("$ref", "")) for fact in facts), "")

    def reply_objects(self, operation: Operation) -> Mapping[str, Document]:
        """The top-level fields of the objects that a success is about: itself, or what its list or `data` holds."""
        if operation.id not in self._objects:
            facts = [
                fact for status, reply in operation.replies.items() if status[0] == "2" for fact in reply.media.values()
            ]
            self._objects[operation.id] = dict(pair for fact in facts for pair in self._object_fields(fact.schema))
        return self._objects[operation.id]

    def _object_fields(self, schema: Document) -> Iterator[tuple[str, Document]]:
        schema = self.followed(schema)
        held = schema.get("properties", {})
        inner = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
        inner += [held["data"]] if "data" in held else []
        yield from held.items() if not inner else ()
        for part in inner:
            yield from self._object_fields(part)

    def kinds(self, schema: Document) -> tuple[str, ...]:
        """The types that a schema names."""
        named = self.followed(schema).get("type", ())
        return (named,) if isinstance(named, str) else tuple(named)

    @functools.cached_property
    def looked_up(self) -> frozenset[str]:
        """The kinds of things that bodies refer to and that nobody makes through the API."""
        referred = {
            name
            for item in self.operations.values()
            for name, schema in self.fields(item).items()
            if "x-free-text" not in schema
        }
        return frozenset(
            name for name in referred - self.makers.keys() if name.endswith("_id") and self.id_sources(name)
        )

    @functools.cached_property
    def closed(self) -> tuple[str, ...]:
        """Of these, the kinds of which the contract shows all that there are."""
        return tuple(
            kind
            for kind in sorted(self.looked_up)
            if any("x-complete" in item.raw or kind in self.shown_ids(item) for item in self.id_sources(kind))
        )

    def free_texts(self, operation: Operation) -> list[str]:
        """The fields of a request for any words, by which a body can be told from another."""
        return [name for name, schema in self.fields(operation).items() if "x-free-text" in schema]

    def sums(self, operation: Operation) -> list[str]:
        """The fields of a request that hold money: its whole numbers of 64 bits."""
        return [
            name for name, schema in self.fields(operation).items() if self.followed(schema).get("format") == "int64"
        ]

    def test_values(self, operation: Operation) -> dict[str, Json]:
        """The values that a test sends in certain fields of a request."""
        return {
            name: schema["x-test-value"] for name, schema in self.fields(operation).items() if "x-test-value" in schema
        }

    def outcomes(self, operation: Operation) -> dict[str, Mapping[str, str]]:
        """The fields of a request that decide, in tests, in which state an object ends, by the value sent."""
        return {name: schema["x-outcome"] for name, schema in self.fields(operation).items() if "x-outcome" in schema}

    def reason(self, settler: Operation) -> str | None:
        """The field in which a decision says why: a list of words that decides nothing itself."""
        decided = self.outcomes(settler)
        found = (name for name, schema in self.fields(settler).items() if name not in decided and self.words(schema))
        return next(found, None)

    def decline_codes(self, maker: Operation) -> list[str]:
        """Why what a maker makes may be declined: the reasons that its settlers take."""
        kinds = [kind for kind, makers in self.makers.items() if maker.id in makers]
        settlers = [settler for kind in kinds for settler in self.settlers(kind)]
        named = [(settler, name) for settler in settlers if (name := self.reason(settler))]
        return [word for settler, name in named for word in self.words(self.fields(settler)[name])]

    def has_forms(self, operation: Operation) -> bool:
        """Whether the optional fields of a request need each other in ways that its schema cannot tell."""
        return operation.body is not None and "x-may-refuse" in self.contract.followed(operation.body).schema

    @property
    def login(self) -> tuple[Operation, Operation] | None:
        """The operations by which a customer logs in: one sends a code to a phone, the other takes it."""
        schemes = self.contract.document.get("components", {}).get("securitySchemes", {}).values()
        named = next((scheme["x-login"] for scheme in schemes if "x-login" in scheme), None)
        return (self.operations[named["request"]], self.operations[named["verify"]]) if named else None

    def key(self, operation: Operation) -> Key:
        """The kind of key that an operation asks for."""
        return Key.PUBLIC if any("PublicKey" in item for item in self._security(operation)) else Key.SECRET

    def needs_session(self, operation: Operation) -> bool:
        """Whether an operation acts for a customer who has logged in."""
        return any("CustomerToken" in item for item in self._security(operation))

    def takes_idempotency_key(self, operation: Operation) -> bool:
        """Whether an operation is documented to have the header `x-idempotency`, which is required then."""
        return any(
            parameter.required and parameter.name.lower() == "x-idempotency" for parameter in operation.parameters
        )

    def examples(self, operation: Operation) -> tuple[Json, ...]:
        """The documented request bodies, the plainest form first as the contract has them."""
        body = self.raw(operation).get("requestBody", {})
        if "$ref" in body:
            body = self.contract.resolve(str(body["$ref"]))
        media = body.get("content", {}).get("application/json", {})
        return tuple(self._example(item) for item in media.get("examples", {}).values())

    def takes(self, operation: Operation, body: Json) -> bool:
        """Whether the contract allows this body for a request; `[]` is `{}` where programs send it so."""
        body = {} if body == [] and operation.takes_empty_list else body
        return operation.body is None or self._validator(operation.id, operation.body.schema).is_valid(body)

    def meaning(self, operation: Operation, body: Json) -> Json:
        """A copy of a request's body without the nulls that say the same as absence, and with `{}` for `[]`."""
        body = {} if body == [] and operation.takes_empty_list else body
        return self._without_nulls(self.contract.followed(operation.body), body) if operation.body else body

    def _without_nulls(self, fact: Fact, value: Json) -> Json:
        schema = self._likeliest(fact).schema
        if is_array(value):
            items = self.contract.below(fact, schema.get("items", {}), "")
            return [self._without_nulls(items, item) for item in value]
        if not is_object(value):
            return value
        fields, required = schema.get("properties", {}), schema.get("required", ())
        return {
            name: self._without_nulls(self.contract.below(fact, fields.get(name, {}), ""), item)
            for name, item in value.items()
            if item is not None or name in required or name not in fields or "x-null" in fields[name]
        }

    def _likeliest(self, fact: Fact) -> Fact:
        """What a reference leads to; of several forms the first."""
        fact = self.contract.followed(fact)
        forms = fact.schema.get("anyOf", ()) if "properties" not in fact.schema else ()
        return self.contract.followed(self.contract.below(fact, forms[0], "")) if forms else fact

    def allows(self, name: str, schema: Document, value: Json) -> bool:
        """Whether a schema allows a value; `name` tells it from others."""
        return self._validator(name, schema).is_valid(value)

    def fields(self, operation: Operation) -> Mapping[str, Document]:
        """The top-level fields of a request body, by name, with their schemas, of which null is left out."""
        if operation.id not in self._fields:
            body: Document = self.contract.followed(operation.body).schema if operation.body else {}
            properties: Mapping[str, Document] = body.get("properties", {})
            self._fields[operation.id] = {name: _without_null(schema) for name, schema in properties.items()}
        return self._fields[operation.id]

    def may_refuse(self, operation: Operation, field: str | None = None) -> bool:
        """Whether an operation, or a field of its request, may be refused though the contract allows it."""
        holder = self.raw(operation) if field is None else self.fields(operation).get(field, {})
        return "x-may-refuse" in holder

    def followed(self, schema: Document) -> Document:
        """The schema that a reference leads to."""
        while "$ref" in schema:
            schema = self.contract.resolve(str(schema["$ref"]))
        return schema

    def words(self, schema: Document) -> list[str]:
        """The words that a schema lists, whether or not there are others."""
        named = self.followed(schema)
        listed = named.get("enum") or named.get("x-extensible-enum")
        return [str(entry) for entry in listed if entry is not None] if is_array(listed) else []

    def open_lists(self, operation: Operation) -> Mapping[Path, Sequence[str]]:
        """Where in a request body a word of an open list stands, with the words that are known."""
        if operation.id not in self._open_lists:
            self._open_lists[operation.id] = open_lists(self.contract, operation)
        return self._open_lists[operation.id]

    def _example(self, raw: Document) -> Json:
        held = self.contract.resolve(str(raw["$ref"])) if "$ref" in raw else raw
        return held["value"]

    def _security(self, operation: Operation) -> list[Document]:
        found: list[Document] = self.raw(operation).get("security", self.contract.document.get("security", []))
        return found

    def _links(self, operation: Operation) -> list[Link]:
        replies = self.raw(operation)["responses"]
        return [
            Link(operation.id, item["operationId"], item.get("parameters", {}))
            for status, reply in replies.items()
            if status.startswith("2")
            for item in reply.get("links", {}).values()
            if item.get("operationId") in self.operations
        ]

    def _validator(self, name: str, schema: Document) -> jsonschema_rs.Draft202012Validator:
        if name not in self._validators:
            self._validators[name] = jsonschema_rs.Draft202012Validator(
                portable(schema), registry=self._registry, validate_formats=True
            )
        return self._validators[name]


def path_names(path: str) -> list[str]:
    """The names of the parameters of a path."""
    return [step.strip("{}") for step in path.split("/") if step.startswith("{")]


def at(value: Json, pointer: str) -> Json:
    """What a JSON pointer leads to; None where it leads nowhere."""
    for step in pointer.removeprefix("/").split("/") if pointer.strip("/") else ():
        if is_object(value):
            value = value.get(step)
        elif is_array(value) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _evaluated(text: str, reply: Json, ids: Mapping[str, str]) -> Json:
    if text.startswith(_BY_BODY):
        return at(reply, text.removeprefix(_BY_BODY))
    return ids.get(text.removeprefix(_BY_PATH))


def _without_null(schema: Document) -> Document:
    """A schema as it is for values other than null."""
    kinds = schema.get("type")
    if is_array(kinds):
        left = [kind for kind in kinds if kind != "null"]
        return {**schema, "type": left[0] if len(left) == 1 else left}
    forms = schema.get("anyOf", ())
    if {"type": "null"} not in forms:
        return schema
    [form] = [item for item in forms if item != {"type": "null"}]
    return {**{word: said for word, said in schema.items() if word != "anyOf"}, **form}


def _with_format(value: Json, name: str) -> Iterator[str]:
    if is_array(value):
        for item in value:
            yield from _with_format(item, name)
    elif is_object(value):
        properties: Document = value.get("properties", {})
        yield from (field for field, entry in properties.items() if is_object(entry) and entry.get("format") == name)
        for item in value.values():
            yield from _with_format(item, name)


@functools.lru_cache(maxsize=16)
def index_of(contract: Contract) -> ContractIndex:
    """The index of a contract; the same for every run of this process, since making one reads the whole contract."""
    return ContractIndex(contract)
