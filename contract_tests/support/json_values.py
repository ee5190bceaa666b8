"""Paths into decoded JSON values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from onepay_core.json_values import Json, is_array, is_object

Path: TypeAlias = tuple[str | int, ...]
"""The keys and indexes from the top of a value to a place in it."""


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
