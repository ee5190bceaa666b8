"""The contract as these tests read it: from `generated/openapi.json` alone, with nothing of `scripts/`.

If generator and test shared a reading of the contract, a mistake in it would cancel out.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final

import msgspec

from onepay_api import models

Schema = Mapping[str, Any]

_SCALARS: Final[dict[object, Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "null": type(None),
    ("string", "date-time"): Annotated[datetime, msgspec.Meta(tz=True)],
    ("string", "date"): Annotated[date, msgspec.Meta()],
}
_RULES: Final = {
    "minimum": "ge",
    "maximum": "le",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
    "pattern": "pattern",
}


@dataclass(frozen=True)
class Operation:
    """One operation as it stands in the document."""

    path: str
    method: str
    raw: Mapping[str, Any]
    parameters: list[Mapping[str, Any]]
    replies: dict[str, Schema | None]
    body: Schema | None

    @property
    def id(self) -> str:
        return str(self.raw["operationId"])

    @property
    def tag(self) -> str:
        return str(self.raw["tags"][0])

    @property
    def method_name(self) -> str:
        return self.id.removeprefix(f"{self.tag}_")

    @property
    def source(self) -> str:
        return str(self.raw.get("externalDocs", {}).get("url") or self.raw["x-source"])


class Contract:
    """The bundled document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document: Final = document
        self.schemas: Final[dict[str, Schema]] = document["components"]["schemas"]

    @property
    def operations(self) -> Iterator[Operation]:
        for path, item in self.document["paths"].items():
            for method, raw in item.items():
                yield Operation(path, method.upper(), raw, self._parameters(raw), self._replies(raw), self._body(raw))

    @property
    def objects(self) -> dict[str, Schema]:
        return {name: schema for name, schema in self.schemas.items() if "properties" in schema}

    @property
    def enums(self) -> dict[str, Schema]:
        return {name: schema for name, schema in self.schemas.items() if {"enum", "x-extensible-enum"} & set(schema)}

    @property
    def variants(self) -> dict[str, Schema]:
        return {name: s for name, s in self.schemas.items() if "anyOf" in s and "properties" not in s}

    @property
    def aliases(self) -> dict[str, Schema]:
        named = {*self.objects, *self.enums, *self.variants}
        return {name: schema for name, schema in self.schemas.items() if name not in named}

    def resolve(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        if set(value) != {"$ref"}:
            return value
        kind, name = value["$ref"].removeprefix("#/components/").split("/")
        found: Mapping[str, Any] = self.document["components"][kind][name]
        return found

    def _parameters(self, raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return [self.resolve(parameter) for parameter in raw.get("parameters", ())]

    def _replies(self, raw: Mapping[str, Any]) -> dict[str, Schema | None]:
        return {status: _json_schema(self.resolve(reply)) for status, reply in raw["responses"].items()}

    def _body(self, raw: Mapping[str, Any]) -> Schema | None:
        return _json_schema(self.resolve(raw["requestBody"])) if "requestBody" in raw else None


def attribute_of(wire_name: str) -> str:
    """`filter[status]` is `filter_status`, `re-enrollment` is `re_enrollment`, `from` is `from_`."""
    name = "_".join(re.findall(r"[a-z0-9_]+", wire_name.lower()))
    return name + "_" * keyword.iskeyword(name)


def class_named_by(reference: Schema) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def type_of(schema: Schema, *, ruled: bool = True) -> Any:
    """The Python type that a value under `schema` has; with its rules, or as signatures show it."""
    if "$ref" in schema:
        return getattr(models, class_named_by(schema))
    if "anyOf" in schema:
        return union(type_of(option, ruled=ruled) for option in schema["anyOf"])
    if not isinstance(schema["type"], str):
        return union(type_of({**schema, "type": str(kind)}, ruled=ruled) for kind in schema["type"])
    plain = _plain(schema, ruled=ruled)
    rules = {ours: schema[theirs] for theirs, ours in _RULES.items() if theirs in schema}
    return Annotated[plain, msgspec.Meta(**rules)] if ruled and rules and schema["type"] != "null" else plain


def union(types: Iterable[Any]) -> Any:
    first, *rest = types
    for type_ in rest:
        first |= type_
    return first


def _plain(schema: Schema, *, ruled: bool) -> Any:
    if schema["type"] == "array":
        return list[type_of(schema["items"], ruled=ruled)]  # type: ignore[misc]
    if schema["type"] == "object":
        return dict[str, type_of(schema["additionalProperties"], ruled=ruled)]  # type: ignore[misc]
    return _SCALARS.get((schema["type"], schema.get("format")), _SCALARS[schema["type"]])


def _json_schema(body: Mapping[str, Any]) -> Schema | None:
    found: Schema | None = body.get("content", {}).get("application/json", {}).get("schema")
    return found
