"""The limits that a schema sets to one value: lists of words, formats, lengths, ranges."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from onepay_contract.departures import Departure, Held
from onepay_contract.document import ContractError, Fact
from onepay_contract.formats import is_moment_without_zone, is_too_large, is_written_as
from onepay_contract.kinds import Kind
from onepay_contract.telling import expectation, one_of, seen, word_of
from onepay_core.json_values import Document, Json, is_array, is_object

LIMITS: Final[dict[str, tuple[type | tuple[type, ...], str, Callable[[Any, Any], bool]]]] = {
    "maxLength": (str, "at most {} characters", lambda value, limit: len(value) <= limit),
    "minLength": (str, "at least {} characters", lambda value, limit: len(value) >= limit),
    "pattern": (str, "text that matches {}", lambda value, limit: re.search(limit, value) is not None),
    "maximum": ((int, float), "at most {}", lambda value, limit: value <= limit),
    "minimum": ((int, float), "at least {}", lambda value, limit: value >= limit),
    "exclusiveMaximum": ((int, float), "less than {}", lambda value, limit: value < limit),
    "exclusiveMinimum": ((int, float), "more than {}", lambda value, limit: value > limit),
    "multipleOf": ((int, float), "a multiple of {}", lambda value, limit: value % limit == 0),
    "maxItems": (list, "at most {} items", lambda value, limit: len(value) <= limit),
    "minItems": (list, "at least {} items", lambda value, limit: len(value) >= limit),
    "maxProperties": (dict, "at most {} fields", lambda value, limit: len(value) <= limit),
    "minProperties": (dict, "at least {} fields", lambda value, limit: len(value) >= limit),
}
"""For each keyword the values that it is about, its words, and its test."""

_WALKED: Final = frozenset(
    {"$ref", "type", "properties", "required", "additionalProperties", "items", "anyOf", "oneOf"}
)
_HERE: Final = frozenset({"enum", "const", "format", *LIMITS})
_SILENT: Final = frozenset({"description", "title", "example", "examples", "default", "deprecated"})
"""Keywords that allow everything."""


def departures(held: Held, fact: Fact) -> Iterator[Departure]:
    """Where a value of the right type is outside of what the schema allows by itself."""
    yield from _listed(held, fact)
    if "format" in fact.schema:
        yield from _formatted(held, fact, str(fact.schema["format"]))
    for word in sorted(LIMITS.keys() & fact.schema.keys()):
        kinds, words, fits = LIMITS[word]
        is_asked = isinstance(held.value, kinds) and not isinstance(held.value, bool)
        if is_asked and not fits(held.value, limit := fact.schema[word]):
            expected = words.format(limit)
            yield Departure(Kind.BROKEN_CONSTRAINT, held.pointer, expected, _size(held, word), fact)


def unknown_keywords(schema: Json, place: str) -> Iterator[str]:
    """A sentence for each keyword below a schema that nothing here holds a value to."""
    if not is_object(schema):
        return
    for word, below in schema.items():
        if word not in _WALKED | _HERE | _SILENT and not word.startswith("x-"):
            yield f"{place} uses {word!r}, which the judge does not know"
        if word in ("items", "additionalProperties"):
            yield from unknown_keywords(below, f"{place}/{word}")
        elif word == "properties":
            for name, one in below.items():
                yield from unknown_keywords(one, f"{place}/properties/{name}")
        elif word in ("anyOf", "oneOf"):
            for number, one in enumerate(below):
                yield from unknown_keywords(one, f"{place}/{word}/{number}")


def refuse_unknown_keywords(document: Document) -> None:
    """Raise `ContractError` when a schema says what nothing here would hold a value to."""
    schemas = document.get("components", {}).get("schemas", {})
    found = [one for name, schema in schemas.items() for one in unknown_keywords(schema, f"/components/schemas/{name}")]
    if found:
        raise ContractError(f"{found[0]}. Teach it in onepay_contract/limits.py, or say it in another way.")


def _listed(held: Held, fact: Fact) -> Iterator[Departure]:
    for word, kind in (("enum", Kind.UNDOCUMENTED_VALUE), ("x-extensible-enum", Kind.UNLISTED_VALUE)):
        listed = fact.schema.get(word)
        if is_array(listed) and not any(equal(held.value, one) for one in listed) and _is_meant(held, word):
            expected = one_of([str(one) for one in listed])
            yield Departure(kind, held.pointer, expected, word_of(held.value, hidden=held.hidden), fact)
    if "const" in fact.schema and not equal(held.value, fact.schema["const"]):
        expected = expectation(fact.schema)
        yield Departure(Kind.UNDOCUMENTED_VALUE, held.pointer, expected, seen(held.value, hidden=True), fact)


def _is_meant(held: Held, word: str) -> bool:
    """An open list is about texts; a closed one is about every value."""
    return word == "enum" or isinstance(held.value, str)


def equal(one: Json, other: Json) -> bool:
    """Equality as JSON has it: neither is true 1, nor does a list of them equal."""
    return bool(one == other) and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _formatted(held: Held, fact: Fact, name: str) -> Iterator[Departure]:
    value, expected = held.value, expectation(fact.schema)
    if isinstance(value, str) and not is_written_as(value, name):
        is_bare = name == "date-time" and is_moment_without_zone(value)
        kind = Kind.TIME_WITHOUT_ZONE if is_bare else Kind.WRONG_FORMAT
        yield Departure(kind, held.pointer, expected, seen(value, hidden=held.hidden), fact)
    if isinstance(value, (int, float)) and is_too_large(value, name):
        yield Departure(Kind.BROKEN_CONSTRAINT, held.pointer, f"a number that fits {name}", "a larger one", fact)


def _size(held: Held, word: str) -> str:
    units = {"Length": "characters", "Items": "items", "Properties": "fields"}
    unit = next((name for end, name in units.items() if word.endswith(end)), None)
    return f"{len(held.value)} {unit}" if unit else seen(held.value, hidden=held.hidden)
