"""Planted mistakes in schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mutation.edits import ABSENT, Edit, edit, listed, put, replaced, step
from rules.shapes import CONSTRAINTS
from values import Document, items, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutation.edits import Change
    from rules import Description
    from rules.description import Schema

_OTHER_TYPE: Final = {"string": "integer", "integer": "string", "number": "string", "boolean": "string"}
_ENUMS: Final = ("enum", "x-extensible-enum")


def schema_edits(description: Description) -> Iterator[Edit]:
    """Every single mistake that we know to make in the schemas of the contract."""
    neighbours = _neighbours(description)
    for schema in description.schemas:
        yield from _property_edits(schema)
        yield from _type_edits(schema)
        yield from _reference_edits(schema, neighbours)
        yield from _enum_edits(schema)
        yield from _rule_edits(schema)
        yield from _mark_edits(schema)


def _property_edits(schema: Schema) -> Iterator[Edit]:
    required = items(schema.value.get("required"))
    for name in mapping(schema.value.get("properties")):
        yield edit("drop a property", schema.pointer, step("properties", name), _without(name))
        if "required" in schema.value:
            kind = "release a field" if name in required else "require a field"
            yield edit(kind, schema.pointer, step("required", name), listed("required", name))


def _type_edits(schema: Schema) -> Iterator[Edit]:
    kind = schema.value.get("type")
    for name in schema.types:
        if name in _OTHER_TYPE:
            other: Any = _OTHER_TYPE[name]
            change = put("type", other) if isinstance(kind, str) else replaced("type", name, other)
            yield edit("change a type", schema.pointer, step("type", name), change)
    if schema.place in ("property", "parameter", "item", "map"):
        yield from _nullness_edits(schema)


def _nullness_edits(schema: Schema) -> Iterator[Edit]:
    if schema.nullable and len(schema.types) != 1:
        yield edit("forbid null", schema.pointer, "", _without_null)
    elif schema.types and not schema.nullable:
        yield edit("allow null", schema.pointer, "", put("type", [*schema.types, "null"]))
    elif "$ref" in schema.value:
        yield edit("allow null", schema.pointer, "", _with_null)


def _reference_edits(schema: Schema, neighbours: dict[str, str]) -> Iterator[Edit]:
    target = str(schema.value.get("$ref")).rpartition("/")[2]
    if target in neighbours:
        other = f"#/components/schemas/{neighbours[target]}"
        yield edit("refer to another schema", schema.pointer, "$ref", put("$ref", other))
    members = items(schema.value.get("anyOf")) or items(schema.value.get("oneOf"))
    key = "anyOf" if "anyOf" in schema.value else "oneOf"
    for number, member in enumerate(members):
        if mapping(member).get("type") != "null":
            yield edit("drop a member", schema.pointer, step(key, str(number)), listed(key, member))


def _enum_edits(schema: Schema) -> Iterator[Edit]:
    for key in _ENUMS:
        for value in items(schema.value.get(key)):
            place = step(key, value)
            yield edit("drop an enum value", schema.pointer, place, listed(key, value))
            yield edit("respell an enum value", schema.pointer, place, replaced(key, value, f"{value}s"))
    if "enum" in schema.value:
        yield edit("open an enum", schema.pointer, "", _moved("enum", "x-extensible-enum"))
    elif "x-extensible-enum" in schema.value:
        yield edit("close an enum", schema.pointer, "", _moved("x-extensible-enum", "enum"))


def _rule_edits(schema: Schema) -> Iterator[Edit]:
    for key in sorted(CONSTRAINTS & schema.value.keys()):
        value = schema.value[key]
        yield edit("drop a constraint", schema.pointer, key, put(key, ABSENT))
        if isinstance(value, int):
            yield edit("shift a constraint", schema.pointer, key, put(key, value + 1))
    if "format" in schema.value:
        yield edit("drop a format", schema.pointer, "format", put("format", ABSENT))
    if schema.types == ("string",) and "format" not in schema.value and schema.place == "property":
        yield edit("add a format", schema.pointer, "format", put("format", "date-time"))
    if schema.value.get("additionalProperties") is False:
        yield edit("open an object", schema.pointer, "", put("additionalProperties", {}))


def _mark_edits(schema: Schema) -> Iterator[Edit]:
    marks = ["x-sensitive", "x-decided-by", "x-decision"]
    if schema.value.get("required"):  # how one knows of no field that it is required says nothing
        marks.append("x-required-evidence")
    for key in marks:
        if key in schema.value:
            yield edit("drop a mark", schema.pointer, key, put(key, ABSENT))


def _neighbours(description: Description) -> dict[str, str]:
    """For each component schema another of its kind: the next by name."""
    found: dict[str, str] = {}
    for has in ("properties", "enum", "anyOf"):
        names = sorted(schema.name for schema in description.components if has in schema.value)
        found |= dict(zip(names, names[1:] + names[:1], strict=True))
    return found


def _without(name: str) -> Change:
    def change(schema: Document) -> None:
        del schema["properties"][name]
        schema["required"] = [field for field in items(schema.get("required")) if field != name]

    return change


def _without_null(schema: Document) -> None:
    if isinstance(schema.get("type"), list):
        [schema["type"]] = [kind for kind in schema["type"] if kind != "null"]
    else:
        [other] = [member for member in schema.pop("anyOf") if member.get("type") != "null"]
        schema.update(other)


def _with_null(schema: Document) -> None:
    schema["anyOf"] = [{"$ref": schema.pop("$ref")}, {"type": "null"}]


def _moved(old: str, new: str) -> Change:
    def change(schema: Document) -> None:
        schema[new] = schema.pop(old)

    return change
