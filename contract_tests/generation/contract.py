"""What becomes of the contract's schemas in Python, worked out with nothing of `scripts/`.

If generator and test shared a reading of the contract, a mistake in it would cancel out: the generator reads the
objects of its own tool, these tests the one reader of everybody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Final

import msgspec

from onepay_api import models
from onepay_contract import document
from onepay_contract.document import component_name
from support.contract import Schema

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


class Contract(document.Contract):
    """The bundled document, with its schemas by what becomes of them."""

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


def type_of(schema: Schema, *, ruled: bool = True) -> Any:
    """The Python type that a value under `schema` has; with its rules, or as signatures show it."""
    if "$ref" in schema:
        return getattr(models, component_name(schema))
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
