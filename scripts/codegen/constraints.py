"""The constraints of a schema, such as `maxLength`, as arguments of `msgspec.Meta`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

import msgspec

_NUMBER: Final = {
    "minimum": "ge",
    "exclusiveMinimum": "gt",
    "maximum": "le",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
}
_ARGUMENTS: Final[dict[str, dict[str, str]]] = {
    "string": {"minLength": "min_length", "maxLength": "max_length", "pattern": "pattern"},
    "integer": _NUMBER,
    "number": _NUMBER,
    "array": {"minItems": "min_length", "maxItems": "max_length"},
}
_TYPES: Final[dict[str, Any]] = {"string": str, "integer": int, "number": float, "array": list[Any]}


def rules_of(kind: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `msgspec.Meta` for a value of the JSON type `kind` under `schema`.

    What the client cannot check is left out: `unchecked` names it, and the linter where it stands.
    """
    rules: dict[str, Any] = {}
    for keyword, argument in _applicable(kind, schema).items():
        more = {**rules, argument: _whole(schema[keyword])}
        if _is_checkable(kind, more):
            rules = more
    return rules


def unchecked(kind: str, schema: Mapping[str, Any]) -> Iterator[str]:
    """The keywords of `schema` on a value of the JSON type `kind` that the client cannot check."""
    rules = rules_of(kind, schema)
    for keyword, argument in _ARGUMENTS.get(kind, {}).items():
        if keyword in schema and argument not in rules:
            yield keyword


def _applicable(kind: str, schema: Mapping[str, Any]) -> dict[str, str]:
    """The keywords that the model can carry: a date is no text any more when its length could be checked."""
    if kind == "string" and "format" in schema:
        return {}
    return {keyword: argument for keyword, argument in _ARGUMENTS.get(kind, {}).items() if keyword in schema}


def _whole(value: object) -> object:
    """50.0 and 50 are one number in JSON, but not to msgspec."""
    return int(value) if isinstance(value, float) and math.isfinite(value) and value.is_integer() else value


def _is_checkable(kind: str, rules: Mapping[str, Any]) -> bool:
    try:
        msgspec.json.Decoder(Annotated[_TYPES[kind], msgspec.Meta(**rules)])
    except (TypeError, ValueError, re.error):
        return False
    return True
