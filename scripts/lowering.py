"""Bring the contract into what openapi-python-client understands, without changing what it means to our templates.

The templates read the contract itself; the generator only has to accept it, name its parts and walk them.
"""

from __future__ import annotations

import copy
from typing import Any

from model_views import member_names
from values import Document


def lower(contract: Document) -> Document:
    """A copy in which open enums are plain enums with names, and rules on objects are left out."""
    lowered = copy.deepcopy(contract)
    for schema in lowered["components"]["schemas"].values():
        _lower_enum(schema)
        _lower_object(schema)
    return lowered


def _lower_enum(schema: dict[str, Any]) -> None:
    values = schema.get("enum") or schema.pop("x-extensible-enum", None)
    if values:
        schema["enum"] = values
        # The generator stops at values that differ only in case unless they are named.
        schema["x-enum-varnames"] = member_names(values)


def _lower_object(schema: dict[str, Any]) -> None:
    # It would take "exactly one of these is required" for a union of nameless objects.
    if "properties" in schema:
        schema.pop("oneOf", None)
        schema.pop("anyOf", None)
