"""Words for values and schemas that repeat nobody's data."""

from __future__ import annotations

import re
from typing import Final

from onepay_core.json_values import Document, Json, is_array, is_object

_WORD: Final = re.compile("[a-z][a-z_]{0,29}|[A-Z][A-Z_]{0,29}")
_FIELD: Final = re.compile("[a-z]{1,20}(?:[A-Z][a-z]{1,20}){0,4}(?:[_-][a-z]{0,20}[0-9]{0,2}){0,5}")
_LONGEST_FIELD: Final = 40
_ALIKE: Final = re.compile("[0-9]")
_DAYLIKE: Final = re.compile("[0-9TZ:. +-]{6,35}")
_SMALL: Final = 1000
_LISTED: Final = 12


def kind_of(value: Json) -> str:
    """The JSON type of a value, in plain words."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    if is_object(value) or is_array(value):
        return "object" if is_object(value) else "list"
    if isinstance(value, str):
        return "text"
    return "whole number" if isinstance(value, int) else "number"


def shown(value: Json, *, hidden: bool = False) -> str:
    """A value as it may be shown: its type, and as much of it as cannot be anybody's data."""
    if isinstance(value, str):
        return _shown_text(value, hidden=hidden)
    if is_array(value):
        return f"list of {len(value)}"
    is_shown = not hidden and isinstance(value, int) and abs(value) < _SMALL
    return f"{kind_of(value)} {str(value).lower()}" if is_shown else kind_of(value)


def word_of(value: Json, *, hidden: bool) -> str:
    """A value where a word of a list should be: the word, unless it looks like data."""
    is_shown = not hidden and isinstance(value, str) and _WORD.fullmatch(value)
    return str(value) if is_shown else shown(value, hidden=hidden)


def is_plain_name(name: str) -> bool:
    """Whether the name of a field is words, as programmers write them, and not data that is used as a name."""
    return len(name) <= _LONGEST_FIELD and _FIELD.fullmatch(name) is not None


def field_name(name: str) -> str:
    """The name of a field; one that looks like data is not repeated."""
    return name if is_plain_name(name) else "(a name that looks like data)"


def expectation(schema: Document) -> str:
    """What a schema allows, in few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema or "const" in schema:
        return one_of([str(item) for item in schema.get("enum", [schema.get("const")])])
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return " or ".join(dict.fromkeys(expectation(branch) for branch in schema[word]))
    return " or ".join(_type_name(item, schema) for item in types_of(schema)) or _anything(schema)


def types_of(schema: Document) -> list[str]:
    """The JSON types that a schema names."""
    named = schema.get("type", [])
    return [str(item) for item in named] if is_array(named) else [str(named)]


def one_of(values: list[str]) -> str:
    """A list of alternatives that stays readable when it is long."""
    more = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
    listed = ", ".join(values[:_LISTED])
    return f"one of {listed}{more}" if len(values) > 1 else listed


def _anything(schema: Document) -> str:
    return " and ".join(str(name) for name in schema.get("required", ())) or "anything"


def _type_name(name: str, schema: Document) -> str:
    names = {"string": "text", "integer": "whole number", "array": "list"}
    formats = {"date-time": "moment with time zone", "date": "date"}
    return formats.get(str(schema.get("format")), "text") if name == "string" else names.get(name, name)


def _shown_text(text: str, *, hidden: bool) -> str:
    if not text:
        return "empty text"
    if not hidden and _DAYLIKE.fullmatch(text):
        return f"text like {_ALIKE.sub('9', text)}"
    return f"text of {len(text)} characters"
