"""A schema as it is compared: references followed, null apart, and the forms of a variant laid out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from onepay_contract.document import Contract, Fact
from onepay_core.json_values import Document, Json, JsonObject, is_array, is_object, items, mapping

VARIANT_KEYS: Final = ("anyOf", "oneOf")
_NUMBERS: Final = frozenset({"integer", "number"})
_EVERY_TYPE: Final = frozenset({"array", "boolean", "integer", "number", "object", "string"})
_UNIT: Final = re.compile(r"\b(?:(pesos?)|(cents?|centavos?))\b", re.IGNORECASE)
_SHOWN: Final = 80
_ANYTHING: Final[Document] = {}
_NOTHING: Final[Document] = {"not": {}}


@dataclass(frozen=True, slots=True)
class Values:
    """The list of a field's values; an open one may hold others too."""

    known: tuple[Json, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema without references and without null.

    `schema` is the schema that the references lead to, and what stands beside them, which wins. `places` says of a
    key that stands beside a reference where it is written. `forms` are those of a variant, `choices` the groups of
    fields of which an object needs one.
    """

    schema: Document
    place: str
    evidence: str
    source: str
    can_be_null: bool
    forms: tuple[Fact, ...]
    choices: frozenset[str]
    places: Mapping[str, str]

    def at(self, key: str) -> str:
        """Where a key of the schema is written, as a JSON pointer."""
        return self.places.get(key, self.place)

    @property
    def types(self) -> frozenset[str]:
        """The JSON types that a value may have, null left out; every type where the schema names none."""
        written = self.schema.get("type")
        named = frozenset(map(str, written if is_array(written) else [written] if written else ())) - {"null"}
        return (named | _NUMBERS if "number" in named else named) or _EVERY_TYPE

    @property
    def values(self) -> Values | None:
        """The list of values, if there is one."""
        if "x-extensible-enum" in self.schema:
            return Values(_without_null(self.schema["x-extensible-enum"]), is_open=True)
        if "const" in self.schema:
            return Values((self.schema["const"],), is_open=False)
        return Values(_without_null(self.schema["enum"]), is_open=False) if "enum" in self.schema else None

    @property
    def unit(self) -> str:
        """What the description says that the number counts: pesos or cents, or nothing."""
        found = _UNIT.search(str(self.schema.get("description", "")))
        if found is None or not self.types & (_NUMBERS | {"string"}) or self.types == _EVERY_TYPE:
            return ""
        return "pesos" if found[1] else "cents"

    @property
    def as_form(self) -> Fact:
        """The schema as one form of a variant."""
        types = [name for name in items(self.schema.get("type")) if name != "null"]
        schema = {**self.schema, "type": types} if types else self.schema
        return Fact(schema, self.place, self.evidence, self.source)

    def below(self, contract: Contract, schema: Json, place: str) -> Fact:
        """A schema within this one; `true` allows anything, and `false` nothing."""
        written: Document = schema if is_object(schema) else _ANYTHING if schema else _NOTHING
        return contract.below(self.as_form, written, place)


def shape_of(contract: Contract, fact: Fact) -> Shape:
    """The shape of a schema of the contract, with its references followed."""
    can_be_null = False
    beside: JsonObject = {}
    places: dict[str, str] = {}
    while True:
        schema = fact.schema
        inner = _target(contract, fact)
        if inner is None:
            variants = _forms(contract, fact)
            forms = [form for form in variants if form.schema.get("type") != "null"]
            if _are_choices(variants):
                break
            can_be_null = can_be_null or len(forms) < len(variants)
            if len(forms) != 1:
                break
            [inner] = forms
        for key, value in schema.items():
            if key not in {"$ref", *VARIANT_KEYS}:
                beside.setdefault(key, value)
                places.setdefault(key, fact.place)
        fact = inner
    merged = {**schema, **beside}
    are_choices = _are_choices(variants)
    return Shape(
        schema=merged,
        place=fact.place,
        evidence=str(beside.get("x-evidence", fact.evidence)),
        source=fact.source,
        can_be_null=can_be_null or "null" in items(merged.get("type")) or merged.get("type") == "null",
        forms=() if are_choices else tuple(forms),
        choices=frozenset(short(form.schema["required"]) for form in variants) if are_choices else frozenset(),
        places=places,
    )


def form_name(fact: Fact) -> str:
    """What a form of a variant is called: the component, or its types."""
    if "$ref" in fact.schema:
        return str(fact.schema["$ref"]).rpartition("/")[2]
    return short(fact.schema.get("type", "anything"))


def short(value: Json) -> str:
    """A value as a short text."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _target(contract: Contract, fact: Fact) -> Fact | None:
    """What a reference leads to; None for anything else."""
    if "$ref" not in fact.schema:
        return None
    pointer = str(fact.schema["$ref"]).removeprefix("#")
    return contract.below(fact, contract.resolve(pointer), pointer)


def _forms(contract: Contract, fact: Fact) -> list[Fact]:
    """The forms of a variant, null among them."""
    return [
        contract.below(fact, mapping(form), f"{fact.place}/{key}/{number}")
        for key in VARIANT_KEYS
        for number, form in enumerate(items(fact.schema.get(key)))
    ]


def _are_choices(forms: list[Fact]) -> bool:
    """Whether these only say which fields an object needs."""
    return bool(forms) and all("required" in form.schema and "type" not in form.schema for form in forms)


def _without_null(values: Json) -> tuple[Json, ...]:
    return tuple(value for value in items(values) if value is not None)
