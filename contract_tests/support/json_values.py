"""JSON as decoded values, in the way that type checkers can follow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias, TypeGuard

Json: TypeAlias = Any
Path: TypeAlias = tuple[str | int, ...]
"""The keys and indexes from the top of a value to a place in it."""


def is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    """Whether this is a JSON object."""
    return isinstance(value, dict)


def is_array(value: Json) -> TypeGuard[list[Json]]:
    """Whether this is a JSON array."""
    return isinstance(value, list)


def steps(value: Json) -> Iterable[tuple[str | int, Json]]:
    """The items of an object or array, each with its key or index; nothing for any other value."""
    if is_object(value):
        return list(value.items())
    return list(enumerate(value)) if is_array(value) else []


def at(value: Json, path: Path) -> Json:
    """What stands at a place; raises `LookupError` where there is no such place."""
    for step in path:
        value = value[step]
    return value
