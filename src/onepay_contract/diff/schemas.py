"""Compares two schemas and everything below them, for the side that writes the value and for the side that reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from onepay_contract.diff.changes import Change, Kind, Topic, Use
from onepay_contract.diff.marks import MARKS, changed_marks
from onepay_contract.diff.shapes import VARIANT_KEYS, Shape, form_name, shape_of, short
from onepay_contract.document import Contract, Fact
from onepay_core.json_values import Json, is_object, items, mapping

WORDS: Final = frozenset(
    {"title", "description", "summary", "example", "examples", "externalDocs", "x-source", "$comment"}
)
"""Keys whose change no program notices."""

_UPPER: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_LOWER: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_COMPARED: Final = frozenset(
    {
        *(
            "$ref",
            "type",
            "format",
            "enum",
            "const",
            "x-extensible-enum",
            "pattern",
            "multipleOf",
            "uniqueItems",
            "default",
        ),
        *("properties", "required", "additionalProperties", "items", "deprecated"),
        *(*_UPPER, *_LOWER, *VARIANT_KEYS, *MARKS),
    }
)
_WIDTHS: Final = {"int32": 32, "int64": 64}


@dataclass(frozen=True, slots=True)
class Pair:
    """A schema of each contract, and where they are met."""

    before: Fact
    after: Fact
    use: Use


class SchemaComparison:
    """Compares schemas of two contracts."""

    def __init__(self, before: Contract, after: Contract) -> None:
        self._before: Final = before
        self._after: Final = after

    def changes(self, before: Fact, after: Fact, use: Use) -> Iterator[Change]:
        """Every change of a schema and of what is below it. What is met a second time is compared once."""
        waiting, compared = [Pair(before, after, use)], set[tuple[str, str]]()
        while waiting:
            pair = waiting.pop()
            old, new = shape_of(self._before, pair.before), shape_of(self._after, pair.after)
            if (old.place, new.place) in compared:
                continue
            compared.add((old.place, new.place))
            comparison = _ShapeComparison(self, old, new, pair.use)
            yield from comparison.changes()
            waiting.extend(comparison.below[::-1])

    def shape_before(self, fact: Fact) -> Shape:
        """The shape of a schema of the earlier contract."""
        return shape_of(self._before, fact)

    def shape_after(self, fact: Fact) -> Shape:
        """The shape of a schema of the later contract."""
        return shape_of(self._after, fact)

    def fact_before(self, parent: Shape, schema: Json, place: str) -> Fact:
        """A schema below one of the earlier contract."""
        return parent.below(self._before, schema, place)

    def fact_after(self, parent: Shape, schema: Json, place: str) -> Fact:
        """A schema below one of the later contract."""
        return parent.below(self._after, schema, place)


class _ShapeComparison:
    """One shape against another; `below` is what is left to compare."""

    def __init__(self, schemas: SchemaComparison, old: Shape, new: Shape, use: Use) -> None:
        self._schemas: Final = schemas
        self._old: Final = old
        self._new: Final = new
        self._use: Final = use
        self._is_money: Final = bool(old.unit or new.unit)
        self.below: Final[list[Pair]] = []

    def changes(self) -> Iterator[Change]:
        old, new = self._old, self._new
        if old.can_be_null != new.can_be_null:
            yield self._change(Kind.NULL_ALLOWED if new.can_be_null else Kind.NULL_REFUSED, "type")
        if old.forms or new.forms:
            yield from self._forms()
        else:
            yield from self._plain()
        if bool(old.forms) == bool(new.forms):
            # What a variant says of itself is not what its forms say of themselves.
            yield from self._marks()

    def _plain(self) -> Iterator[Change]:
        yield from self._types()
        if self._old.types & self._new.types:
            yield from self._values()
            yield from self._format()
            yield from self._limits()
            yield from self._default()
            yield from self._fields()
            yield from self._other_fields()
            yield from self._items()
            yield from self._choices()

    def _marks(self) -> Iterator[Change]:
        for kind, key, before, after in changed_marks(self._old, self._new, self._use):
            yield self._change(kind, key, before, after)
        yield from self._unit()
        yield from self._other_keywords()

    def _change(self, kind: Kind, key: str, before: Json = "", after: Json = "") -> Change:
        """A change of what a key of the schema says."""
        return self._change_at(self._new.at(key), self._use, kind, before, after)

    def _change_at(self, place: str, use: Use, kind: Kind, before: Json = "", after: Json = "") -> Change:
        topic = Topic.MONEY if self._is_money and kind.topic is Topic.SHAPE else kind.topic
        return Change(kind, topic, place, short(before), short(after), (use,))

    def _unit(self) -> Iterator[Change]:
        old, new = self._old.unit, self._new.unit
        if old and new and old != new:
            yield self._change(Kind.MONEY_UNIT_CHANGED, "description", old, new)
        elif old and not new and self._old.types == self._new.types:
            yield self._change(Kind.MONEY_UNIT_UNNAMED, "description", old)

    def _types(self) -> Iterator[Change]:
        old, new = self._old.types, self._new.types
        if old == new:
            return
        kind = Kind.TYPE_WIDENED if old < new else Kind.TYPE_NARROWED if new < old else Kind.TYPE_CHANGED
        if self._is_money:
            kind = Kind.MONEY_TYPE_CHANGED
        written = [shape.schema.get("type", "anything") for shape in (self._old, self._new)]
        yield self._change(kind, "type", *written)

    def _values(self) -> Iterator[Change]:
        old, new = self._old.values, self._new.values
        if old is None and new is None:
            return
        if old is None or new is None:
            yield self._list_itself()
            return
        if old.is_open != new.is_open:
            yield self._change(Kind.LIST_OPENED if new.is_open else Kind.LIST_CLOSED, "enum")
        key = "x-extensible-enum" if new.is_open else "enum"
        for value in new.known:
            if value not in old.known:
                yield self._change(Kind.KNOWN_VALUE_ADDED if new.is_open else Kind.VALUE_ADDED, key, after=value)
        for value in old.known:
            if value not in new.known:
                yield self._change(Kind.KNOWN_VALUE_REMOVED if new.is_open else Kind.VALUE_REMOVED, key, before=value)

    def _list_itself(self) -> Change:
        old, new = self._old.values, self._new.values
        if new:
            kind = Kind.KNOWN_VALUE_ADDED if new.is_open else Kind.LIST_CLOSED
            return self._change(kind, "enum", after=list(new.known))
        kind = Kind.KNOWN_VALUE_REMOVED if old and old.is_open else Kind.LIST_OPENED
        return self._change(kind, "enum", before=list(old.known) if old else "")

    def _format(self) -> Iterator[Change]:
        old, new = self._old.schema.get("format"), self._new.schema.get("format")
        if old == new:
            return
        widths = _WIDTHS.get(str(old)), _WIDTHS.get(str(new))
        if widths[0] and widths[1]:
            kind = Kind.LIMIT_LOOSENED if widths[0] < widths[1] else Kind.LIMIT_TIGHTENED
        else:
            kind = Kind.FORMAT_CHANGED
        yield self._change(kind, "format", old or "none", new or "none")

    def _limits(self) -> Iterator[Change]:
        for key in (*_UPPER, *_LOWER, "multipleOf", "pattern", "uniqueItems"):
            old, new = self._old.schema.get(key), self._new.schema.get(key)
            if old == new or (key.startswith("min") and not old and not new and key != "minimum"):
                continue
            yield self._change(_kind_of_limit(key, old, new), key, _limit(key, old), _limit(key, new))

    def _default(self) -> Iterator[Change]:
        old, new = ("default" in shape.schema for shape in (self._old, self._new))
        before, after = self._old.schema.get("default", ""), self._new.schema.get("default", "")
        if old and new and before != after:
            yield self._change(Kind.DEFAULT_CHANGED, "default", before, after)
        elif old != new:
            yield self._change(Kind.DEFAULT_ADDED if new else Kind.DEFAULT_REMOVED, "default", before, after)

    def _fields(self) -> Iterator[Change]:
        old, new = (mapping(shape.schema.get("properties")) for shape in (self._old, self._new))
        for name in dict.fromkeys([*new, *old]):
            if name in old and name in new:
                use = self._within(name)
                before, after = self._field_before(name, old[name]), self._field_after(name, new[name])
                self.below.append(Pair(before, after, use))
            else:
                yield self._lone_field(name, old, new)
        yield from self._required(set(old) ^ set(new))

    def _lone_field(self, name: str, old: Json, new: Json) -> Change:
        """The change of a field that only one of the contracts has."""
        if name in new:
            fact = self._field_after(name, new[name])
            shape = self._schemas.shape_after(fact)
            is_needed = name in items(self._new.schema.get("required")) and "x-documented-default" not in shape.schema
            kind = Kind.REQUIRED_FIELD_ADDED if is_needed else Kind.FIELD_ADDED
        else:
            fact = self._field_before(name, old[name])
            shape = self._schemas.shape_before(fact)
            kind = Kind.FIELD_REMOVED
        change = self._change_at(fact.place, self._within(name), kind)
        return replace(change, topic=Topic.MONEY) if shape.unit else change

    def _required(self, lone: set[str]) -> Iterator[Change]:
        old, new = (set(map(str, items(shape.schema.get("required")))) for shape in (self._old, self._new))
        for name in sorted((old ^ new) - lone):
            kind = Kind.FIELD_REQUIRED if name in new else Kind.FIELD_OPTIONAL
            yield self._change_at(f"{self._new.at('required')}/required", self._within(name), kind)

    def _other_fields(self) -> Iterator[Change]:
        if "object" not in self._old.types & self._new.types:
            return
        old, new = (_rest(shape) for shape in (self._old, self._new))
        if old is False or new is False:
            if old is not new:
                kind = Kind.OTHER_FIELDS_ALLOWED if old is False else Kind.OTHER_FIELDS_REFUSED
                yield self._change(kind, "additionalProperties")
            return
        yield from self._schema_of_all("additionalProperties", old, new)

    def _items(self) -> Iterator[Change]:
        if "array" in self._old.types & self._new.types:
            old, new = (shape.schema.get("items", {}) for shape in (self._old, self._new))
            yield from self._schema_of_all("items", old, new)

    def _schema_of_all(self, key: str, old: Json, new: Json) -> Iterator[Change]:
        """The schema of every item or of every other field; an empty one allows anything."""
        if old and new:
            before = self._schemas.fact_before(self._old, old, f"{self._old.at(key)}/{key}")
            after = self._schemas.fact_after(self._new, new, f"{self._new.at(key)}/{key}")
            self.below.append(Pair(before, after, self._within("*")))
        elif old or new:
            kind = Kind.TYPE_NARROWED if new else Kind.TYPE_WIDENED
            yield self._change_at(f"{self._new.at(key)}/{key}", self._within("*"), kind)

    def _choices(self) -> Iterator[Change]:
        old, new = self._old.choices, self._new.choices
        if not old or not new:
            # Without choices every selection of fields is enough.
            if old != new:
                yield self._change(Kind.CHOICE_REMOVED if new else Kind.CHOICE_ADDED, "anyOf")
            return
        for choice in sorted(new - old):
            yield self._change(Kind.CHOICE_ADDED, "anyOf", after=choice)
        for choice in sorted(old - new):
            yield self._change(Kind.CHOICE_REMOVED, "anyOf", before=choice)

    def _forms(self) -> Iterator[Change]:
        old, new = (list(shape.forms) or [shape.as_form] for shape in (self._old, self._new))
        for same in (_are_same_component, self._have_same_place, self._have_same_types):
            self._pair(old, new, same)
        if len(old) == len(new) == 1:
            self._pair(old, new, lambda _old, _new: True)
        for fact in new:
            yield self._change(Kind.FORM_ADDED, "anyOf", after=form_name(fact))
        for fact in old:
            yield self._change(Kind.FORM_REMOVED, "anyOf", before=form_name(fact))

    def _pair(self, old: list[Fact], new: list[Fact], same: Callable[[Fact, Fact], bool]) -> None:
        """Take out the forms that belong together; they are compared later."""
        for before in tuple(old):
            partner = next((after for after in new if same(before, after)), None)
            if partner is not None:
                old.remove(before)
                new.remove(partner)
                self.below.append(Pair(before, partner, self._use))

    def _have_same_place(self, before: Fact, after: Fact) -> bool:
        places = self._schemas.shape_before(before).place, self._schemas.shape_after(after).place
        return places[0] == places[1] and places[0].startswith("/components/schemas/")

    def _have_same_types(self, before: Fact, after: Fact) -> bool:
        old, new = self._schemas.shape_before(before), self._schemas.shape_after(after)
        return not old.forms and not new.forms and "object" not in old.types and old.types == new.types

    def _other_keywords(self) -> Iterator[Change]:
        old, new = self._old.schema, self._new.schema
        changed = [key for key in dict.fromkeys([*old, *new]) if key not in _COMPARED and old.get(key) != new.get(key)]
        if words := [key for key in changed if key in WORDS]:
            yield self._change(Kind.WORDING_CHANGED, words[0], after=", ".join(words))
        for key in changed:
            if key not in WORDS:
                yield self._change(
                    Kind.OTHER_KEYWORD_CHANGED, key, f"{key}: {short(old.get(key))}", short(new.get(key))
                )

    def _within(self, name: str) -> Use:
        return replace(self._use, where=f"{self._use.where}/{name}")

    def _field_before(self, name: str, schema: Json) -> Fact:
        return self._schemas.fact_before(self._old, schema, f"{self._old.at('properties')}/properties/{name}")

    def _field_after(self, name: str, schema: Json) -> Fact:
        return self._schemas.fact_after(self._new, schema, f"{self._new.at('properties')}/properties/{name}")


def _are_same_component(before: Fact, after: Fact) -> bool:
    return "$ref" in before.schema and before.schema["$ref"] == after.schema.get("$ref")


def _rest(shape: Shape) -> Json:
    """What fields that are not named may be: False for none, an empty schema for anything."""
    rest = shape.schema.get("additionalProperties", True)
    return False if rest is False else rest if is_object(rest) else {}


def _limit(key: str, value: Json) -> str:
    return f"{key} {'none' if value is None else short(value)}"


def _kind_of_limit(key: str, old: Json, new: Json) -> Kind:
    if old is None or new is None:
        is_tighter = old is None
        return Kind.LIMIT_TIGHTENED if is_tighter else Kind.LIMIT_LOOSENED
    if key == "uniqueItems":
        return Kind.LIMIT_TIGHTENED if new else Kind.LIMIT_LOOSENED
    numbers = all(isinstance(value, int | float) for value in (old, new))
    if numbers and key == "multipleOf":
        return Kind.LIMIT_TIGHTENED if _divides(old, new) else _loosened_or_changed(old, new)
    if not numbers or key == "pattern":
        return Kind.LIMIT_CHANGED
    is_tighter = new < old if key in _UPPER else new > old
    return Kind.LIMIT_TIGHTENED if is_tighter else Kind.LIMIT_LOOSENED


def _loosened_or_changed(old: float, new: float) -> Kind:
    return Kind.LIMIT_LOOSENED if _divides(new, old) else Kind.LIMIT_CHANGED


def _divides(step: float, number: float) -> bool:
    return step > 0 and number % step == 0
