"""Values that stand where the contract has something else: nobody knows what they are, so nobody is shown them."""

from functools import cache
from types import NoneType
from typing import Any, TypeGuard, get_args, get_origin

from msgspec import Struct, UnsetType

from .variants import Variant


def is_stray(value: Any, type_: Any) -> bool:
    """Whether a raw object, or anything where only objects may stand, came for a field of ``type_``."""
    if _is_array(value):
        return any(is_stray(item, type_) for item in value)
    if isinstance(value, dict):
        return not _may_be_map(type_)
    return isinstance(value, str | int | float) and _is_only_objects(type_)


def _is_array(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


@cache
def _is_only_objects(type_: Any) -> bool:
    if isinstance(type_, type) and issubclass(type_, Struct):
        return True
    parts = _parts(type_)
    return bool(parts) and all(part in (NoneType, UnsetType) or _is_only_objects(part) for part in parts)


@cache
def _may_be_map(type_: Any) -> bool:
    return get_origin(type_) is dict or any(_may_be_map(part) for part in _parts(type_))


def _parts(type_: Any) -> tuple[Any, ...]:
    return type_.options if isinstance(type_, Variant) else get_args(type_)
