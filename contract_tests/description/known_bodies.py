"""Every body that is known: the documented ones and our examples, taken apart object by object.

A claim of the contract that no known body bears out (a field that none shows, a null that none has) is
a claim that nothing but the contract makes. `unproved` finds all of them, and the exceptions name them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from description.documented import INDEX, DocumentedBodies
from description.kinds import kind
from rules.description import Schema
from values import is_list, is_mapping, items, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules import Description

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?")


class Claim(NamedTuple):
    """What the contract says of a field, and no known body: `optional`, `required`, `nullable`, `unseen` or `text`."""

    what: str
    field: str
    kind: str


class KnownBodies:
    """The objects of all known bodies, by the schema that describes them."""

    def __init__(self, contract: Description) -> None:
        """Take the contract that names the schemas."""
        self._contract: Final = contract
        self._documented: Final = DocumentedBodies(contract)
        self._schemas: Final = contract.document["components"]["schemas"]

    @cached_property
    def objects(self) -> dict[str, list[dict[str, Any]]]:
        """For each schema with properties, every object that is known of it."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for schema, value in (*self._examples(), *self._pages()):
            for name, instance in self._inside(schema, value):
                found[name].append(instance)
        return found

    @cached_property
    def unproved(self) -> list[Claim]:
        """Every claim about a field that no known body bears out."""
        return list(self._claims())

    def _claims(self) -> Iterator[Claim]:
        for name, schema in self._schemas.items():
            for field, value in mapping(schema.get("properties")).items():
                known = [holder[field] for holder in self.objects[name] if field in holder]
                always = bool(known) and len(known) == len(self.objects[name])
                optional = field not in items(schema.get("required"))
                schema_ = Schema("", value, "property")
                by_rule = optional and name in self._contract.request_components  # null says the same as absence
                for what in _doubts(schema_, known, always=always, optional=optional):
                    if what == "nullable" and by_rule:
                        continue
                    yield Claim(what, f"{name}.{field}", kind(value))

    def _examples(self) -> Iterator[tuple[dict[str, Any], Any]]:
        for body in self._contract.bodies:
            for example in body.children("examples"):
                yield mapping(body.value.get("schema")), self._contract.resolve(example.value).get("value")

    def _pages(self) -> Iterator[tuple[dict[str, Any], Any]]:
        for file in INDEX:
            body = self._documented.body(file)
            fitting = [schema for schema in self._documented.schemas_of(file) if self._fits(schema, body)]
            yield from ((schema, body) for schema in fitting[:1])

    def _inside(self, schema: dict[str, Any], value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each object inside a value, beneath the name of its schema."""
        if "$ref" in schema:
            name = str(schema["$ref"]).rpartition("/")[2]
            if is_mapping(value) and "properties" in self._schemas[name]:
                yield name, value
            yield from self._inside(self._schemas[name], value)
        elif "anyOf" in schema and "properties" not in schema:
            fitting = [member for member in schema["anyOf"] if self._fits(member, value)]
            yield from (found for member in fitting[:1] for found in self._inside(member, value))
        else:
            for inner, part in _parts(schema, value):
                yield from self._inside(inner, part)

    def _fits(self, schema: dict[str, Any], value: Any) -> bool:
        return not any(self._documented.validator.complaints(schema, value))


def _parts(schema: dict[str, Any], value: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    if is_list(value):
        yield from ((mapping(schema.get("items")), part) for part in value)
    rest = mapping(schema.get("additionalProperties"))
    for name, part in mapping(value).items():
        yield mapping(mapping(schema.get("properties")).get(name, rest)), part


def _doubts(schema: Schema, known: list[Any], *, always: bool, optional: bool) -> Iterator[str]:
    values = [value for value in known if value not in (None, [])]
    if always and optional:
        yield "optional"
    if not known and not optional:
        yield "required"
    if schema.nullable and None not in known:
        yield "nullable"
    if not values:
        yield "unseen"
    elif schema.value.get("format") not in ("date-time", "date") and all(
        _DATE.fullmatch(str(value)) for value in values
    ):
        yield "text"
