"""Bring the contract into what openapi-python-client understands, without changing what it means.

openapi-python-client decides by this copy; what it has no place for, `views` reads in the contract itself.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from onepay_contract.bundling.references import operations
from values import Document, is_list, is_mapping, items

OPTION: Final = "option_{}"
"""The name of the property that stands for one option of a variant."""

HOLDS_MAP: Final = "x-holds-map"
"""The mark on a map, and on a variant that may be one."""

_CONSTRAINTS: Final = frozenset(
    {"minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    | {"multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"}
)


def lower(contract: Document) -> Document:
    """A copy of `contract` in which everything has a name that openapi-python-client keeps.

    * Open enums are plain enums, and each value of an enum has a Python name of its own.
    * A variant is an object with one required property for each option, marked `x-variant`: unions have no names there.
    * "Exactly one" and "at least one of these fields" are left out: an object with them would be a union of objects.
    * Constraints are left out: it drops most of them, and refuses the document for some.
    * Maps, and variants that may be one, are marked `x-holds-map`: where a component is referred to, it does not say.
    * Parameter names have no brackets, which it would delete.
    """
    lowered = copy.deepcopy(contract)
    for name, schema in lowered["components"]["schemas"].items():
        lowered["components"]["schemas"][name] = _without_constraints(_lower_schema(schema))
    for name in _holding_maps(contract["components"]["schemas"]):
        lowered["components"]["schemas"][name][HOLDS_MAP] = True
    for parameter in _parameters(lowered):
        parameter["name"] = parameter_name(parameter["name"])
        parameter["schema"] = _without_constraints(parameter["schema"])
    return lowered


def parameter_name(wire_name: str) -> str:
    """`filter[status]` is `filter_status`."""
    return re.sub(r"[^\w.-]+", "_", wire_name).strip("_")


def member_names(values: list[str]) -> list[str]:
    """Python names for the values of an enum, each another one."""
    names: list[str] = []
    for value in values:
        name = plain = _member_name(value)
        number = 2
        while name in names:
            name, number = f"{plain}_{number}", number + 1
        names.append(name)
    return names


def _member_name(value: str) -> str:
    spelled = value.replace("+", "_plus_")
    if spelled.endswith("-"):
        spelled = f"{spelled[:-1]}_minus"
    elif spelled.startswith("-"):
        spelled = f"{spelled[1:]}_descending"
    ascii_only = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    name = re.sub(r"[^0-9A-Za-z]+", "_", ascii_only).strip("_").upper()
    if not name:
        return "VALUE" if value else "EMPTY"
    return name if name.isidentifier() else f"VALUE_{name}"


def _lower_schema(schema: dict[str, Any]) -> dict[str, Any]:
    if "enum" in schema or "x-extensible-enum" in schema:
        values = items(schema.pop("x-extensible-enum", None)) or items(schema.get("enum"))
        return {**schema, "enum": values, "x-enum-varnames": member_names(list(map(str, values)))}
    if "properties" in schema:
        return {key: value for key, value in schema.items() if key not in {"oneOf", "anyOf"}}
    if "anyOf" in schema:
        options = {OPTION.format(index): option for index, option in enumerate(schema["anyOf"])}
        described = {key: value for key, value in schema.items() if key != "anyOf"}
        fields = {"type": "object", "additionalProperties": False, "required": [*options], "properties": options}
        return {**described, **fields, "x-variant": True}
    return schema


def _holding_maps(schemas: Document) -> set[str]:
    maps = {name for name, schema in schemas.items() if "properties" not in schema and "additionalProperties" in schema}
    found = set(maps)
    for name, schema in schemas.items():
        options = {str(option.get("$ref")).rpartition("/")[2] for option in items(schema.get("anyOf"))}
        found |= {name} if options & maps else set()
    return found


def _without_constraints(value: Any) -> Any:
    if is_list(value):
        return [_without_constraints(item) for item in value]
    if not is_mapping(value):
        return value
    # Below `properties` stand names, which a constraint's keyword may be too.
    kept = {key: item for key, item in value.items() if key not in _CONSTRAINTS or is_mapping(item)}
    return {key: _without_constraints(item) for key, item in kept.items()}


def _parameters(document: Document) -> Iterator[dict[str, Any]]:
    yield from document["components"].get("parameters", {}).values()
    holders: list[Document] = [*document["paths"].values(), *(operation for _, operation in operations(document))]
    for holder in holders:
        yield from (parameter for parameter in items(holder.get("parameters")) if "$ref" not in parameter)
