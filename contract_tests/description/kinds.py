"""What a property may be, in the short notation of `facts` and of the ledger of evidence."""

from __future__ import annotations

from rules.description import Schema
from values import items, mapping


def kind(value: object) -> str:
    """Return `string`, `date-time?` for one that may be null, `[Split]` for a list, or a component's name."""
    schema = Schema("", mapping(value), "property")
    if "$ref" in schema.value:
        return str(schema.value["$ref"]).rpartition("/")[2]
    if "anyOf" in schema.value:
        return kind(items(schema.value["anyOf"])[0]) + "?" * schema.nullable
    if "items" in schema.value:
        return f"[{kind(schema.value['items'])}]" + "?" * schema.nullable
    return _primitive(schema) + "?" * (schema.nullable and schema.types != ("null",))


def _primitive(schema: Schema) -> str:
    plain = " or ".join(type_name for type_name in schema.types if type_name != "null") or "null"
    special = schema.value.get("format")
    return str(special) if plain == "string" and special in ("date-time", "date") else plain
