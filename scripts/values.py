"""Plain JSON values, and the JSON pointers that lead to them."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeGuard

Json: TypeAlias = Any
Document: TypeAlias = dict[str, Any]


def is_mapping(value: object) -> TypeGuard[Document]:
    """Say whether `value` is a JSON object; what was read from a file has no other keys than strings."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Say whether `value` is a JSON array."""
    return isinstance(value, list)


def mapping(value: object) -> Document:
    """Return `value` if it is an object, and an empty one for anything else."""
    return value if is_mapping(value) else {}


def items(value: object) -> list[Any]:
    """Return `value` if it is an array, and an empty one for anything else."""
    return value if is_list(value) else []


def escape(key: str) -> str:
    """Return `key` as one segment of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def unescape(segment: str) -> str:
    """Return the key that one segment of a JSON pointer stands for."""
    return segment.replace("~1", "/").replace("~0", "~")
