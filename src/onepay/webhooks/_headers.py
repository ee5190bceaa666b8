"""Find headers in whatever a framework calls headers."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

Headers: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]
"""What frameworks call headers: a mapping, or pairs of names and values; names in any case."""


def values_of(headers: Headers, name: str) -> list[str]:
    """Every value that ``headers`` has for ``name``, without the white space around it."""
    wanted = name.lower()
    return [value.strip(" \t") for given, value in _pairs(headers) if given.lower() == wanted]


def _pairs(headers: Any) -> Iterable[tuple[str, str]]:
    """All headers as text; what is no header at all (a name without a value, a number) is left out."""
    items: Any = cast(Any, headers).items() if isinstance(headers, Mapping) else headers
    for item in items if hasattr(items, "__iter__") else ():
        match item:
            case (str() | bytes() as name, str() | bytes() as value):
                yield _text(name), _text(value)
            case _:
                continue


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
