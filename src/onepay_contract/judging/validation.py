"""Validation of values against schemas, with the place of each violation.

A plain validator reports of a value that fits none of three forms that it fits none of three forms. This one finds the
form that was most likely intended, and reports how the value violates that form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any, Final, TypeAlias

from onepay_contract.document import Contract, ContractError, Fact
from onepay_contract.findings import Kind
from onepay_contract.judging.describe import expectation, field_name, one_of, shown, types_of, word_of
from onepay_core.json_values import Document, Json, is_array, is_object

_MOMENT: Final = re.compile(
    r"""
    (?P<day> [0-9]{4}-[0-9]{2}-[0-9]{2} ) [Tt\ ]
    (?P<hour> [0-9]{2} ) : (?P<minute> [0-9]{2} ) : (?P<second> [0-9]{2} ) (?: [.][0-9]+ )?
    (?P<zone> [Zz] | [+-] (?P<zone_hour> [0-9]{2} ) : (?P<zone_minute> [0-9]{2} ) )?
    """,
    re.VERBOSE | re.ASCII,
)
_DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MINUTE: Final = 60
_DAY_LONG: Final = timedelta(days=1)
_LAST_MINUTE: Final = timedelta(hours=23, minutes=59)
_LARGEST: Final = {"int64": 2**63 - 1, "int32": 2**31 - 1}


def is_date(text: str) -> bool:
    """Whether the text is a day that exists, as `2026-02-28`."""
    if not _DAY.fullmatch(text):
        return False
    year, month, day = (int(part) for part in text.split("-"))
    try:
        date(year or 4, month, day)  # the year 0 is a leap year, and Python has none
    except ValueError:
        return False
    return True


def is_moment(text: str) -> bool:
    """Whether the text is a moment with its time zone (RFC 3339)."""
    found = _MOMENT.fullmatch(text)
    return bool(found and found["zone"] and " " not in text and _exists(found))


def is_moment_without_zone(text: str) -> bool:
    """Whether only the time zone is missing, or a blank stands where the T should."""
    found = _MOMENT.fullmatch(text)
    return bool(found and not found["zone"] and _exists(found))


def is_written_as(text: str, name: str) -> bool:
    """Whether the text is in the format of that name; a format that is not about texts allows all."""
    checks = {"date-time": is_moment, "date": is_date}
    return name not in checks or checks[name](text)


def is_too_large(number: float, name: str) -> bool:
    """Whether a number is outside of what `int64` or `int32` can hold."""
    largest = _LARGEST.get(name)
    return largest is not None and not -largest - 1 <= number <= largest


def _exists(found: re.Match[str]) -> bool:
    """Whether there is such a day and time; the second 60 exists only at the end of a day in UTC."""
    if not is_date(found["day"]):
        return False
    hour, minute, second = (int(found[name]) for name in ("hour", "minute", "second"))
    try:
        clock = time(hour, minute)
        zone = time(int(found["zone_hour"] or 0), int(found["zone_minute"] or 0))
    except ValueError:
        return False
    shift = timedelta(hours=zone.hour, minutes=zone.minute)
    local = timedelta(hours=clock.hour, minutes=clock.minute)
    utc = local - shift if (found["zone"] or "Z").startswith("+") else local + shift
    return second < _MINUTE or (second == _MINUTE and utc % _DAY_LONG == _LAST_MINUTE)


_Test: TypeAlias = Callable[[Json], bool]

_TYPES: Final[dict[str, _Test]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: value is True or value is False,
    "string": lambda value: isinstance(value, str),
    "array": is_array,
    "object": is_object,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool) and value % 1 == 0,
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a value does not keep to a schema; `fact` is the part of the contract that it violates."""

    kind: Kind
    pointer: str
    expected: str
    actual: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Instance:
    """A value at its place, the object that it is a field of, and whether it must not be shown."""

    value: Json
    pointer: str = ""
    parent: Any = None
    hidden: bool = False

    def at(self, step: str, value: Json, *, hidden: bool = False) -> Instance:
        """A part of the value."""
        return Instance(value, f"{self.pointer}/{step}", self.value, hidden)


def invalidating(found: Sequence[Violation]) -> list[Violation]:
    """Those of the violations that make a value invalid; the others are worth a note."""
    return [violation for violation in found if violation.kind is not Kind.UNLISTED_VALUE]


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

_STRUCTURE: Final = frozenset(
    {"$ref", "type", "properties", "required", "additionalProperties", "items", "anyOf", "oneOf"}
)
_ASSERTIONS: Final = frozenset({"enum", "const", "format", *LIMITS})
_ANNOTATIONS: Final = frozenset({"description", "title", "example", "examples", "default", "deprecated"})
"""Keywords that allow everything."""


def _limits_of(instance: Instance, fact: Fact) -> Iterator[Violation]:
    """Where a value of the right type is outside of what the schema allows by itself."""
    yield from _listed(instance, fact)
    if "format" in fact.schema:
        yield from _formatted(instance, fact, str(fact.schema["format"]))
    for word in sorted(LIMITS.keys() & fact.schema.keys()):
        kinds, words, fits = LIMITS[word]
        concerns = isinstance(instance.value, kinds) and not isinstance(instance.value, bool)
        if concerns and not fits(instance.value, limit := fact.schema[word]):
            expected = words.format(limit)
            yield Violation(Kind.BROKEN_CONSTRAINT, instance.pointer, expected, _size(instance, word), fact)


def unknown_keywords(schema: Json, place: str) -> Iterator[str]:
    """A sentence for each keyword below a schema that no value is validated against."""
    if not is_object(schema):
        return
    for word, below in schema.items():
        if word not in _STRUCTURE | _ASSERTIONS | _ANNOTATIONS and not word.startswith("x-"):
            yield f"{place} uses {word!r}, which the judge does not know"
        if word in ("items", "additionalProperties"):
            yield from unknown_keywords(below, f"{place}/{word}")
        elif word == "properties":
            for name, field in below.items():
                yield from unknown_keywords(field, f"{place}/properties/{name}")
        elif word in ("anyOf", "oneOf"):
            for number, branch in enumerate(below):
                yield from unknown_keywords(branch, f"{place}/{word}/{number}")


def refuse_unknown_keywords(document: Document) -> None:
    """Raise `ContractError` for a schema with a keyword that no value would be validated against."""
    schemas = document.get("components", {}).get("schemas", {})
    places = {f"/components/schemas/{name}": schema for name, schema in schemas.items()}
    found = [sentence for place, schema in places.items() for sentence in unknown_keywords(schema, place)]
    if found:
        raise ContractError(
            f"{found[0]}. Teach it in onepay_contract/judging/validation.py, or write the schema in another way."
        )


def _listed(instance: Instance, fact: Fact) -> Iterator[Violation]:
    for word, kind in (("enum", Kind.UNDOCUMENTED_VALUE), ("x-extensible-enum", Kind.UNLISTED_VALUE)):
        listed = fact.schema.get(word)
        if is_array(listed) and not any(equal(instance.value, value) for value in listed) and _concerns(instance, word):
            expected = one_of([str(value) for value in listed])
            yield Violation(kind, instance.pointer, expected, word_of(instance.value, hidden=instance.hidden), fact)
    if "const" in fact.schema and not equal(instance.value, fact.schema["const"]):
        expected = expectation(fact.schema)
        yield Violation(Kind.UNDOCUMENTED_VALUE, instance.pointer, expected, shown(instance.value, hidden=True), fact)


def _concerns(instance: Instance, word: str) -> bool:
    """An open list is about texts; a closed one is about every value."""
    return word == "enum" or isinstance(instance.value, str)


def equal(value: Json, other: Json) -> bool:
    """Equality as JSON has it: neither is true 1, nor does a list of them equal."""
    return bool(value == other) and json.dumps(value, sort_keys=True) == json.dumps(other, sort_keys=True)


def _formatted(instance: Instance, fact: Fact, name: str) -> Iterator[Violation]:
    value, expected = instance.value, expectation(fact.schema)
    if isinstance(value, str) and not is_written_as(value, name):
        is_bare = name == "date-time" and is_moment_without_zone(value)
        kind = Kind.TIME_WITHOUT_ZONE if is_bare else Kind.WRONG_FORMAT
        yield Violation(kind, instance.pointer, expected, shown(value, hidden=instance.hidden), fact)
    if isinstance(value, (int, float)) and is_too_large(value, name):
        yield Violation(Kind.BROKEN_CONSTRAINT, instance.pointer, f"a number that fits {name}", "a larger one", fact)


def _size(instance: Instance, word: str) -> str:
    units = {"Length": "characters", "Items": "items", "Properties": "fields"}
    unit = next((name for end, name in units.items() if word.endswith(end)), None)
    return f"{len(instance.value)} {unit}" if unit else shown(instance.value, hidden=instance.hidden)


class Validator:
    """Validates values against the schemas of one contract."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract

    def violations(self, value: Json, fact: Fact, *, pointer: str = "", hidden: bool = False) -> list[Violation]:
        """All violations of the schema of a fact, in the order of the value."""
        return list(self._validate(Instance(value, pointer, hidden=hidden), fact))

    def _validate(self, instance: Instance, fact: Fact) -> Iterator[Violation]:
        target = self._contract.followed(fact)
        hidden = instance.hidden or "x-sensitive" in fact.schema or "x-sensitive" in target.schema
        found = self._within(Instance(instance.value, instance.pointer, instance.parent, hidden), target)
        if instance.value is None:  # whether null is allowed stands where the component is used
            found = (replace(item, fact=fact) if item.kind is Kind.UNEXPECTED_NULL else item for item in found)
        yield from found

    def _within(self, instance: Instance, target: Fact) -> Iterator[Violation]:
        if wrong := _wrong_type(instance, target):
            yield wrong
            return
        yield from _limits_of(instance, target)
        for word in ("anyOf", "oneOf"):
            if word in target.schema:
                yield from self._union(instance, target, word)
        if is_object(instance.value):
            yield from self._fields(instance.value, instance, target)
        if is_array(instance.value) and "items" in target.schema:
            items = self._contract.below(target, target.schema["items"], f"{target.place}/items")
            for item in instance.value:
                yield from self._validate(instance.at("*", item), items)

    def _fields(self, value: dict[str, Json], instance: Instance, fact: Fact) -> Iterator[Violation]:
        known: Document = fact.schema.get("properties", {})
        for name in fact.schema.get("required", ()):
            if name not in value:
                yield self._missing(instance, fact, name)
        for name, item in value.items():
            if name in known:
                below = self._contract.below(fact, known[name], f"{fact.place}/properties/{name}")
                yield from self._validate(instance.at(name, item, hidden=instance.hidden), below)
            else:
                yield from self._additional(instance, fact, name, item)

    def _missing(self, instance: Instance, fact: Fact, name: str) -> Violation:
        schema: Document = fact.schema.get("properties", {}).get(name, {})
        below = self._contract.below(fact, schema, f"{fact.place}/properties/{name}" if schema else fact.place)
        return Violation(Kind.MISSING_FIELD, f"{instance.pointer}/{name}", expectation(schema), "nothing", below)

    def _additional(self, instance: Instance, fact: Fact, name: str, item: Json) -> Iterator[Violation]:
        allowed = fact.schema.get("additionalProperties", True)
        if allowed is False:
            pointer = f"{instance.pointer}/{field_name(name)}"
            yield Violation(Kind.UNDOCUMENTED_FIELD, pointer, "no such field", shown(item, hidden=True), fact)
        elif is_object(allowed):
            below = self._contract.below(fact, allowed, f"{fact.place}/additionalProperties")
            yield from self._validate(instance.at("*", item, hidden=True), below)

    def _union(self, instance: Instance, fact: Fact, word: str) -> Iterator[Violation]:
        """The violations of the branch that was most likely intended, when no branch fits."""
        branches = [
            self._contract.below(fact, schema, f"{fact.place}/{word}/{number}")
            for number, schema in enumerate(fact.schema[word])
        ]
        tried = [(branch, list(self._validate(instance, branch))) for branch in branches]
        fitting = [found for _, found in tried if not invalidating(found)]
        if word == "oneOf" and len(fitting) > 1:
            expected = f"exactly one of {expectation(fact.schema)}"
            yield Violation(Kind.BROKEN_CONSTRAINT, instance.pointer, expected, f"{len(fitting)} of them", fact)
        elif fitting:
            yield from min(fitting, key=len)
        else:
            yield from self._nearest(instance, fact, tried)

    def _nearest(
        self, instance: Instance, fact: Fact, tried: list[tuple[Fact, list[Violation]]]
    ) -> Iterator[Violation]:
        alike = [(branch, found) for branch, found in tried if not _is_another_type(found, instance)]
        decided = [(branch, found) for branch, found in alike if self._is_decided(instance, fact, branch)]
        if not alike:
            kind = Kind.UNEXPECTED_NULL if instance.value is None else Kind.WRONG_TYPE
            yield Violation(kind, instance.pointer, expectation(fact.schema), _shown(instance), fact)
        elif all(_is_condition(branch) for branch, _ in alike):
            names = expectation(fact.schema)
            yield Violation(
                Kind.MISSING_FIELD, f"{instance.pointer}/{names.replace(' ', '-')}", names, "none of them", fact
            )
        else:
            branch, found = min(decided or alike, key=lambda attempt: len(invalidating(attempt[1])))
            yield from found if decided or self._resembles(instance, branch) else [_other_shape(instance, fact)]

    def _is_decided(self, instance: Instance, fact: Fact, branch: Fact) -> bool:
        """Whether the field beside the value names this branch."""
        decision: Document = fact.schema.get("x-decision", {})
        chosen = instance.parent.get(str(fact.schema.get("x-decided-by"))) if is_object(instance.parent) else None
        name = decision.get(chosen) if isinstance(chosen, str) else None
        return name is not None and str(branch.schema.get("$ref", "")).endswith(f"/{name}")

    def _resembles(self, instance: Instance, branch: Fact) -> bool:
        """Whether an object has at least one field of a branch; any other value does."""
        known: Document = self._contract.followed(branch).schema.get("properties", {})
        return not is_object(instance.value) or not known or bool(known.keys() & instance.value.keys())


def _wrong_type(instance: Instance, fact: Fact) -> Violation | None:
    schema = fact.schema
    if "type" not in schema or any(_TYPES[name](instance.value) for name in types_of(schema)):
        return None
    kind = Kind.UNEXPECTED_NULL if instance.value is None else Kind.WRONG_TYPE
    return Violation(kind, instance.pointer, expectation(schema), _shown(instance), fact)


def _is_condition(branch: Fact) -> bool:
    """Whether a branch only requires some fields, and perhaps a type of theirs."""
    return "required" in branch.schema and set(branch.schema) <= {"required", "properties"}


def _is_another_type(found: list[Violation], instance: Instance) -> bool:
    """Whether a branch was not intended, since the value as a whole has another JSON type."""
    types = (Kind.WRONG_TYPE, Kind.UNEXPECTED_NULL)
    return any(violation.kind in types and violation.pointer == instance.pointer for violation in found)


def _other_shape(instance: Instance, fact: Fact) -> Violation:
    names = [field_name(name) for name in instance.value]
    return Violation(Kind.OTHER_SHAPE, instance.pointer, expectation(fact.schema), f"fields {one_of(names)}", fact)


def _shown(instance: Instance) -> str:
    return shown(instance.value, hidden=instance.hidden)
