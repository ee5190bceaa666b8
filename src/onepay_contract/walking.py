"""Values held against schemas, so that each single departure is known with its place.

A validator says of a value that fits none of three forms that it fits none of three forms. Here the form that was
most likely meant is found first, and what is told is how the value departs from that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from onepay_contract import limits
from onepay_contract.departures import Departure, Held, departs
from onepay_contract.document import Contract, Fact
from onepay_contract.kinds import Kind
from onepay_contract.quick import TYPES, Quick
from onepay_contract.telling import expectation, field_name, one_of, seen, types_of
from onepay_core.json_values import Document, Json, is_array, is_object


class Walk:
    """Holds values against the schemas of one contract."""

    def __init__(self, contract: Contract) -> None:
        self._contract: Final = contract
        self._quick: Final = Quick(contract)

    def departures(self, value: Json, fact: Fact, *, pointer: str = "", hidden: bool = False) -> list[Departure]:
        """All departures of a value from the schema of a fact, in the order of the value."""
        if self._quick.test_of(fact)(value):
            return []
        return self.slowly(value, fact, pointer=pointer, hidden=hidden)

    def slowly(self, value: Json, fact: Fact, *, pointer: str = "", hidden: bool = False) -> list[Departure]:
        """The same, without first asking whether there are any."""
        return list(self._walk(Held(value, pointer, hidden=hidden), fact))

    def _walk(self, held: Held, fact: Fact) -> Iterator[Departure]:
        target = self._contract.followed(fact)
        hidden = held.hidden or "x-sensitive" in fact.schema or "x-sensitive" in target.schema
        found = self._within(Held(held.value, held.pointer, held.parent, hidden), target)
        if held.value is None:  # that a value may be null is said where it is used, and not in the component
            found = (replace(one, fact=fact) if one.kind is Kind.UNEXPECTED_NULL else one for one in found)
        yield from found

    def _within(self, held: Held, target: Fact) -> Iterator[Departure]:
        if wrong := _wrong_type(held, target):
            yield wrong
            return
        yield from limits.departures(held, target)
        for word in ("anyOf", "oneOf"):
            if word in target.schema:
                yield from self._union(held, target, word)
        if is_object(held.value):
            yield from self._fields(held.value, held, target)
        if is_array(held.value) and "items" in target.schema:
            items = self._contract.below(target, target.schema["items"], f"{target.place}/items")
            for item in held.value:
                yield from self._walk(held.at("*", item), items)

    def _fields(self, value: dict[str, Json], held: Held, fact: Fact) -> Iterator[Departure]:
        known: Document = fact.schema.get("properties", {})
        for name in fact.schema.get("required", ()):
            if name not in value:
                yield self._missing(held, fact, name)
        for name, item in value.items():
            if name in known:
                below = self._contract.below(fact, known[name], f"{fact.place}/properties/{name}")
                yield from self._walk(held.at(name, item, hidden=held.hidden), below)
            else:
                yield from self._additional(held, fact, name, item)

    def _missing(self, held: Held, fact: Fact, name: str) -> Departure:
        schema: Document = fact.schema.get("properties", {}).get(name, {})
        below = self._contract.below(fact, schema, f"{fact.place}/properties/{name}" if schema else fact.place)
        return Departure(Kind.MISSING_FIELD, f"{held.pointer}/{name}", expectation(schema), "nothing", below)

    def _additional(self, held: Held, fact: Fact, name: str, item: Json) -> Iterator[Departure]:
        allowed = fact.schema.get("additionalProperties", True)
        if allowed is False:
            pointer = f"{held.pointer}/{field_name(name)}"
            yield Departure(Kind.UNDOCUMENTED_FIELD, pointer, "no such field", seen(item, hidden=True), fact)
        elif is_object(allowed):
            below = self._contract.below(fact, allowed, f"{fact.place}/additionalProperties")
            yield from self._walk(held.at("*", item, hidden=True), below)

    def _union(self, held: Held, fact: Fact, word: str) -> Iterator[Departure]:
        """The departures from the branch that was most likely meant, when no branch fits."""
        branches = [
            self._contract.below(fact, schema, f"{fact.place}/{word}/{number}")
            for number, schema in enumerate(fact.schema[word])
        ]
        tried = [(branch, list(self._walk(held, branch))) for branch in branches]
        fitting = [found for _, found in tried if not departs(found)]
        if word == "oneOf" and len(fitting) > 1:
            expected = f"exactly one of {expectation(fact.schema)}"
            yield Departure(Kind.BROKEN_CONSTRAINT, held.pointer, expected, f"{len(fitting)} of them", fact)
        elif fitting:
            yield from fitting[0]
        else:
            yield from self._nearest(held, fact, tried)

    def _nearest(self, held: Held, fact: Fact, tried: list[tuple[Fact, list[Departure]]]) -> Iterator[Departure]:
        alike = [(branch, found) for branch, found in tried if not _is_another_type(found, held)]
        decided = [(branch, found) for branch, found in alike if self._is_decided(held, fact, branch)]
        if not alike:
            kind = Kind.UNEXPECTED_NULL if held.value is None else Kind.WRONG_TYPE
            yield Departure(kind, held.pointer, expectation(fact.schema), _seen(held), fact)
        elif all(_is_condition(branch) for branch, _ in alike):
            names = expectation(fact.schema)
            yield Departure(
                Kind.MISSING_FIELD, f"{held.pointer}/{names.replace(' ', '-')}", names, "none of them", fact
            )
        else:
            branch, found = min(decided or alike, key=lambda one: len(departs(one[1])))
            yield from found if decided or self._resembles(held, branch) else [_other_shape(held, fact)]

    def _is_decided(self, held: Held, fact: Fact, branch: Fact) -> bool:
        """Whether the field beside the value says that it is of this branch."""
        decision: Document = fact.schema.get("x-decision", {})
        chosen = held.parent.get(str(fact.schema.get("x-decided-by"))) if is_object(held.parent) else None
        name = decision.get(chosen) if isinstance(chosen, str) else None
        return name is not None and str(branch.schema.get("$ref", "")).endswith(f"/{name}")

    def _resembles(self, held: Held, branch: Fact) -> bool:
        """Whether an object has at least one field of a branch; what is no object is not asked."""
        known: Document = self._contract.followed(branch).schema.get("properties", {})
        return not is_object(held.value) or not known or bool(known.keys() & held.value.keys())


def _wrong_type(held: Held, fact: Fact) -> Departure | None:
    schema = fact.schema
    if "type" not in schema or any(TYPES[name](held.value) for name in types_of(schema)):
        return None
    kind = Kind.UNEXPECTED_NULL if held.value is None else Kind.WRONG_TYPE
    return Departure(kind, held.pointer, expectation(schema), _seen(held), fact)


def _is_condition(branch: Fact) -> bool:
    """Whether a branch only asks for some fields, and perhaps for a type of theirs."""
    return "required" in branch.schema and set(branch.schema) <= {"required", "properties"}


def _is_another_type(found: list[Departure], held: Held) -> bool:
    """Whether a branch was not meant, since the value as a whole has another JSON type."""
    types = (Kind.WRONG_TYPE, Kind.UNEXPECTED_NULL)
    return any(one.kind in types and one.pointer == held.pointer for one in found)


def _other_shape(held: Held, fact: Fact) -> Departure:
    names = [field_name(name) for name in held.value]
    return Departure(Kind.OTHER_SHAPE, held.pointer, expectation(fact.schema), f"fields {one_of(names)}", fact)


def _seen(held: Held) -> str:
    return seen(held.value, hidden=held.hidden)
