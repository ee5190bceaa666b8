"""What every rule reads: the bundled description, and ways to walk through it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from onepay_contract.bundling.references import operations
from onepay_contract.bundling.sources import Position
from values import Document, Json, escape, is_mapping, items, mapping, unescape

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPONENTS: Final = "/components/schemas/"

Place: TypeAlias = Literal["component", "property", "item", "member", "map", "body", "parameter", "header"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule, at a JSON pointer of the bundled description."""

    rule: str
    pointer: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Node:
    """A mapping of the description, and the pointer that leads to it."""

    pointer: str
    value: Document

    @property
    def name(self) -> str:
        """The last step of the pointer."""
        return unescape(self.pointer.rpartition("/")[2])

    def at(self, key: str) -> str:
        """Return the pointer to the member `key`."""
        return f"{self.pointer}/{escape(key)}"

    def child(self, key: str) -> Node:
        """Return the member `key` as a node, empty if it is missing or no mapping."""
        return Node(self.at(key), mapping(self.value.get(key)))

    def children(self, key: str) -> Iterator[Node]:
        """Yield the mappings inside the mapping or list `key`."""
        inner = self.value.get(key)
        named = mapping(inner).items() or ((str(index), item) for index, item in enumerate(items(inner)))
        for name, item in named:
            if is_mapping(item):
                yield Node(f"{self.at(key)}/{escape(name)}", item)


@dataclass(frozen=True, slots=True)
class Schema(Node):
    """A schema, and what it is to the thing that holds it."""

    place: Place

    @property
    def nullable(self) -> bool:
        """Whether the schema lets null through at its own level."""
        members = [mapping(member).get("type") for member in items(self.value.get("anyOf"))]
        return "null" in self.types or "null" in members

    @property
    def types(self) -> tuple[str, ...]:
        """The types that the schema names."""
        named = self.value.get("type")
        return (named,) if isinstance(named, str) else tuple(map(str, items(named)))

    @property
    def properties(self) -> Iterator[Schema]:
        """The schemas of the properties."""
        for node in self.children("properties"):
            yield Schema(node.pointer, node.value, "property")


@dataclass(frozen=True)
class Description:
    """The bundled description with the places that it was written in."""

    document: Document
    positions: dict[str, Position] = field(default_factory=dict[str, Position])

    @property
    def root(self) -> Node:
        """The whole document."""
        return Node("", self.document)

    @cached_property
    def operations(self) -> tuple[Node, ...]:
        """The operations that a client calls."""
        return tuple(node for node in self.all_operations if node.pointer.startswith("/paths/"))

    @cached_property
    def all_operations(self) -> tuple[Node, ...]:
        """The operations that a client calls, and the webhooks."""
        return tuple(Node(pointer, value) for pointer, value in operations(self.document))

    @cached_property
    def schemas(self) -> tuple[Schema, ...]:
        """Every schema, outer ones before inner ones."""
        return tuple(inner for outer in self._outer_schemas() for inner in walk(outer))

    @cached_property
    def components(self) -> tuple[Schema, ...]:
        """The schemas that have a file of their own."""
        return tuple(schema for schema in self.schemas if schema.place == "component")

    @cached_property
    def request_components(self) -> frozenset[str]:
        """Names of schemas that only requests hold; what a reply or an event holds too keeps the form of replies."""
        calls = [operation.value for operation in self.operations]
        events = [operation.value.get("requestBody") for operation in self.all_operations[len(calls) :]]
        replies = [operation.value.get("responses") for operation in self.all_operations]
        sent = self._reachable([call.get("requestBody") for call in calls])
        return frozenset(sent - self._reachable([*events, *replies]))

    def _reachable(self, waiting: list[Json]) -> set[str]:
        """Return the names of the schemas that these values lead to."""
        pointers = set[str]()
        while waiting:
            part = waiting.pop()
            waiting += [*items(part), *mapping(part).values()]
            reference = mapping(part).get("$ref")
            if isinstance(reference, str) and reference not in pointers:
                pointers.add(reference)
                waiting.append(self.resolve(part))
        return {pointer.removeprefix(f"#{COMPONENTS}") for pointer in pointers}

    @cached_property
    def bodies(self) -> tuple[Node, ...]:
        """Every media type object of requests, replies and webhooks."""
        holders = [*self.root.child("components").children("responses")]
        holders += self.root.child("components").children("requestBodies")
        for operation in self.all_operations:
            holders += [operation.child("requestBody"), *operation.children("responses")]
        return tuple(body for holder in holders for body in holder.children("content"))

    def resolve(self, value: Json) -> Document:
        """Return the component that `value` refers to, or `value` itself."""
        reference = mapping(value).get("$ref")
        if not isinstance(reference, str):
            return mapping(value)
        target: Json = self.document
        for step in reference.removeprefix("#/").split("/"):
            target = mapping(target).get(unescape(step))
        return mapping(target)

    def parameters(self, operation: Node) -> Iterator[Node]:
        """Yield the resolved parameters of an operation, those of its path included."""
        path = Node(operation.pointer.rpartition("/")[0], self._item(operation))
        for node in (*path.children("parameters"), *operation.children("parameters")):
            yield Node(node.pointer, self.resolve(node.value))

    def _item(self, operation: Node) -> Document:
        _, section, name, _ = operation.pointer.split("/")
        return mapping(self.document[section][unescape(name)])

    def _outer_schemas(self) -> Iterator[Schema]:
        components = self.root.child("components")
        for node in components.children("schemas"):
            yield Schema(node.pointer, node.value, "component")
        for holder in (*components.children("parameters"), *self._inline("parameters")):
            yield from _schema_of(holder, "parameter")
        for holder in (*components.children("headers"), *self._inline("headers")):
            yield from _schema_of(holder, "header")
        for body in self.bodies:
            yield from _schema_of(body, "body")

    def _inline(self, key: str) -> Iterator[Node]:
        for operation in self.all_operations:
            yield from operation.children(key)
            for response in operation.children("responses"):
                yield from response.children(key)


def walk(schema: Schema) -> Iterator[Schema]:
    """Yield `schema` and the schemas inside it; a bare `{required: [...]}` is a condition, not a schema."""
    yield schema
    inner = [*schema.properties]
    inner += _members(schema)
    for key, place in (("items", "item"), ("additionalProperties", "map")):
        if is_mapping(schema.value.get(key)):
            inner.append(Schema(schema.at(key), schema.value[key], "item" if place == "item" else "map"))
    for found in inner:
        yield from walk(found)


def is_condition(value: Document) -> bool:
    """Say whether `value` only demands that some properties are there, and perhaps that they are not null."""
    keywords = [mapping(schema).keys() for schema in mapping(value.get("properties")).values()]
    known = "required" in value and value.keys() <= {"required", "properties"}
    return known and all(keys == {"type"} for keys in keywords)


def _members(schema: Schema) -> Iterator[Schema]:
    for key in ("anyOf", "oneOf", "allOf"):
        for node in schema.children(key):
            if not is_condition(node.value):
                yield Schema(node.pointer, node.value, "member")


def _schema_of(holder: Node, place: Place) -> Iterator[Schema]:
    if is_mapping(holder.value.get("schema")):
        yield Schema(holder.at("schema"), holder.value["schema"], place)
