"""The contract as the suite reads it: what makes which objects, what undoes them, and what each call needs."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import jsonschema_rs

from onepay_conformance.open_enums import Path, open_lists
from onepay_conformance.target import Key
from onepay_contract.document import SCHEMA_BASE, Contract, Fact, FieldMarks, Operation, portable
from onepay_core.json_values import Document, Json, is_array, is_object

_BY_BODY: Final = "$response.body#"
_BY_PATH: Final = "$request.path."


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

    @property
    def operations(self) -> Mapping[str, Operation]:
        """All operations by name."""
        return self.contract.operations

    def raw(self, operation: Operation) -> Document:
        """The operation as it stands in the document."""
        found: Document = self.contract.resolve(operation.place)
        return found

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
        linked = [link for link in self.links[maker] if link.names_what_was_made and self.is_undoing(link.target)]
        return next(iter([*linked, *self._undoers_by_id(maker)]), None)

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
        return self.operations[name].method == "DELETE" or name.endswith("_cancel")

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
        """Whether the contract allows this body for a request; `[]` is `{}` as PHP writes it."""
        body = {} if body == [] else body
        return operation.body is None or self._validator(operation.id, operation.body.schema).is_valid(body)

    def meaning(self, operation: Operation, body: Json) -> Json:
        """A copy of a request's body without the nulls that say the same as absence, and with `{}` for `[]`."""
        body = {} if body == [] else body
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
        if operation.body is None:
            return {}
        properties: Mapping[str, Document] = self.contract.followed(operation.body).schema.get("properties", {})
        return {name: _without_null(schema) for name, schema in properties.items()}

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
