"""Rules D1, D2, D3 and D5, and the few shapes that a schema may take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.description import COMPONENTS, Description, Finding, Node, Schema, is_condition
from values import Document, is_mapping, items, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

PRIMITIVES: Final = frozenset({"string", "integer", "number", "boolean", "null"})
CONSTRAINTS: Final = frozenset(
    {"minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    | {"multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"}
)
_UNKNOWN_TO_THE_CLIENT: Final = {"uniqueItems", "minProperties", "maxProperties"}
_KEYWORDS: Final = (CONSTRAINTS - _UNKNOWN_TO_THE_CLIENT) | {
    *("$ref", "description", "type", "format", "additionalProperties", "required", "properties", "items"),
    *("enum", "anyOf", "oneOf", "allOf", "deprecated"),
}
_FORMATS: Final = frozenset({"date-time", "date", "int64", "int32"})


def everything_has_its_file(description: Description) -> Iterator[Finding]:
    """D1: nothing is inline but a primitive, a list, or a component that may be null."""
    for schema in description.schemas:
        kind = _inline_kind(schema)
        if schema.place != "component" and kind:
            sentence = f"This {kind} is written inline, where it has no name; give it a file in components/schemas/."
            yield Finding("D1", schema.pointer, sentence)


def parameters_and_headers_have_files(description: Description) -> Iterator[Finding]:
    """D1: parameters and headers are components."""
    for holder in _holders_of_references(description):
        for kind in ("parameters", "headers"):
            for node in holder.children(kind):
                if "$ref" not in node.value:
                    sentence = f"This is written inline; give it a file in components/{kind}/ and refer to it."
                    yield Finding("D1", node.pointer, sentence)


def objects_say_what_they_hold(description: Description) -> Iterator[Finding]:
    """D2: every object states `required` and `additionalProperties`, and is closed unless it is a map."""
    for schema in description.schemas:
        if "object" not in schema.types and "properties" not in schema.value:
            continue
        for key in ("type", "required", "additionalProperties"):
            if key not in schema.value:
                yield Finding("D2", schema.pointer, f"The object does not state `{key}`; readers must not guess it.")
        if schema.value.get("additionalProperties", False) is not False and not _is_map(schema):
            sentence = "The object is open, so a misspelled field would pass; write `additionalProperties: false`."
            yield Finding("D2", schema.pointer, sentence)
        yield from _unknown_required(schema)


def optional_or_nullable(description: Description) -> Iterator[Finding]:
    """D3: a property of a reply is optional and nullable only where a document shows both (an exception names it)."""
    for schema in description.schemas:
        if schema.pointer.removeprefix(COMPONENTS) in description.request_components:
            continue
        required = items(schema.value.get("required"))
        for node in schema.properties:
            if node.nullable and node.name not in required:
                sentence = (
                    f"`{node.name}` may be absent and may be null; choose one, or name in an exception the document"
                    " that shows both."
                )
                yield Finding("D3", node.pointer, sentence)


def optional_request_fields_take_null(description: Description) -> Iterator[Finding]:
    """D3: an optional property of a request takes null, unless `x-null: refused` says why it must not."""
    for schema in description.components:
        if schema.pointer.removeprefix(COMPONENTS) not in description.request_components:
            continue
        required = items(schema.value.get("required"))
        for node in schema.properties:
            mark = node.value.get("x-null")
            if node.name not in required and not node.nullable and mark != "refused":
                sentence = (
                    f"`{node.name}` may be absent but not null, which programs send for it; add null to its type, or"
                    " `x-null: refused` and the reason in the description."
                )
                yield Finding("D3", node.pointer, sentence)


def null_is_marked(description: Description) -> Iterator[Finding]:
    """null: `x-null` is `refused` on a property without null, or `value` on one with it."""
    for schema in description.schemas:
        mark = schema.value.get("x-null")
        fits = mark == ("value" if schema.nullable else "refused")
        if "x-null" in schema.value and not (fits and schema.place == "property"):
            sentence = (
                f"`x-null: {mark}` does not fit; write `refused` where null is not taken, `value` where null is a"
                " value of its own, and nothing where null says the same as absence."
            )
            yield Finding("null", schema.pointer, sentence)


def nothing_inherits(description: Description) -> Iterator[Finding]:
    """D5: no `allOf`."""
    for schema in description.schemas:
        if "allOf" in schema.value:
            yield Finding(
                "D5", schema.at("allOf"), "`allOf` hides what the object holds; write its properties out flat."
            )


def components_take_known_shapes(description: Description) -> Iterator[Finding]:
    """shape: a component is a closed object, a map, an enum or a variant, which the generator can all type."""
    for schema in description.components:
        complaint = _shape_complaint(schema)
        if complaint:
            yield Finding("shape", schema.pointer, complaint)


def keywords_are_known(description: Description) -> Iterator[Finding]:
    """keyword: schemas keep to the keywords that generator, sandbox and tests all understand."""
    for schema in description.schemas:
        for key in schema.value.keys() - _KEYWORDS:
            if not key.startswith("x-"):
                sentence = (
                    f"`{key}` is not a keyword of our dialect; say it with the known ones, or in the description."
                )
                yield Finding("keyword", schema.at(key), sentence)
        for key, inner in _inner_values(schema.value):
            if not is_mapping(inner):
                yield Finding("keyword", f"{schema.pointer}/{key}", "This is not a schema; write one as a mapping.")


def formats_are_known(description: Description) -> Iterator[Finding]:
    """format: only formats that replies are known to keep; e-mails come empty, ids are placeholders."""
    for schema in description.schemas:
        named = schema.value.get("format")
        if "format" in schema.value and named not in _FORMATS:
            sentence = f"`{named}` is not among {', '.join(sorted(_FORMATS))}; say it in the description instead."
            yield Finding("format", schema.at("format"), sentence)


def _holders_of_references(description: Description) -> Iterator[Node]:
    for operation in description.all_operations:
        yield operation
        yield from operation.children("responses")
    yield from description.root.children("paths")
    yield from description.root.child("components").children("responses")


def _inline_kind(schema: Schema) -> str | None:
    value = schema.value
    if "enum" in value or "x-extensible-enum" in value:
        return "enum"
    if "object" in schema.types or "properties" in value:
        return "object"
    if "anyOf" in value or "oneOf" in value:
        return None if _is_nullable_reference(value) else "variant"
    return None if "$ref" in value or set(schema.types) & (PRIMITIVES | {"array"}) else "shapeless schema"


def _is_nullable_reference(value: Document) -> bool:
    members = [mapping(member) for member in items(value.get("anyOf"))]
    references = [member for member in members if "$ref" in member]
    return len(members) == 2 and len(references) == 1 and {"type": "null"} in members  # noqa: PLR2004 - a pair


def _is_map(schema: Schema) -> bool:
    return is_mapping(schema.value.get("additionalProperties")) and not schema.value.get("properties")


def _unknown_required(schema: Schema) -> Iterator[Finding]:
    known = mapping(schema.value.get("properties"))
    for name in items(schema.value.get("required")):
        if name not in known:
            sentence = f"`{name}` is required but is no property; describe it, or take it from `required`."
            yield Finding("D2", schema.at("required"), sentence)


def _shape_complaint(schema: Schema) -> str | None:
    if schema.types == ("object",):
        return _object_complaint(schema)
    if schema.types == ("string",):
        return _enum_complaint(schema)
    if not schema.types and items(schema.value.get("anyOf")):
        return _variant_complaint(schema)
    return "This is no object, map, enum or variant; write a primitive or a list where it is used."


def _object_complaint(schema: Schema) -> str | None:
    members = [member for key in ("anyOf", "oneOf") for member in items(schema.value.get(key))]
    if not all(is_condition(mapping(member)) for member in members):
        return "An object's `oneOf` and `anyOf` hold only `required` and types; write a variant of two objects."
    return None


def _enum_complaint(schema: Schema) -> str | None:
    lists = [items(schema.value.get(key)) for key in ("enum", "x-extensible-enum") if key in schema.value]
    if len(lists) != 1:
        return (
            "A string component needs exactly one of `enum` (a document's list) and `x-extensible-enum` (known values)."
        )
    for value in lists[0]:
        if not isinstance(value, str):
            return (
                f"The value {value!r} is no text; YAML takes it for a number, a truth value or null until it is quoted."
            )
        if not value.isprintable():
            return f"The value {value!r} holds a character that cannot be printed; the client could not write it."
    if not lists[0] or len({*lists[0]}) != len(lists[0]):
        return "The list of values is empty or names one twice; keep each known value once."
    return None


def _variant_complaint(schema: Schema) -> str | None:
    if schema.nullable:
        return "A variant does not hold null; put null beside the reference where the variant is used."
    if len(items(schema.value.get("anyOf"))) < 2:  # noqa: PLR2004 - a pair
        return "A variant of one is no variant; use the one thing itself."
    return None


def _inner_values(value: Document) -> Iterator[tuple[str, object]]:
    for key in ("properties", "anyOf", "oneOf"):
        inner = value.get(key)
        for name, member in mapping(inner).items() or enumerate(items(inner)):
            yield f"{key}/{name}", member
    if "items" in value:
        yield "items", value["items"]
