"""Fields of an object that the contract does not list; they are kept, and sent back with the rest."""

from collections.abc import Iterator, Mapping
from typing import Any

from .masking import mask

NO_FIELD = "("
"""With what the names begin under which msgspec knows attributes of models that are no fields of a JSON body."""

UNDOCUMENTED = "(undocumented)"
"""The key under which msgspec knows ``Model.undocumented``; it never stands in a JSON body of ours."""


class Undocumented(Mapping[str, Any]):
    """Fields of an object that the contract does not list, by their wire name; read-only."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any] | None = None) -> None:
        self._fields: dict[str, Any] = dict(fields or {})

    def __getitem__(self, name: str) -> Any:
        return self._fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return mask(self._fields)

    def __reduce__(self) -> str | tuple[type["Undocumented"], tuple[dict[str, Any]]]:
        # "NOTHING" by name keeps the empty one a singleton, which is how msgspec knows to omit it.
        return (Undocumented, (self._fields,)) if self._fields else "NOTHING"


NOTHING = Undocumented()
"""What ``Model.undocumented`` is when every field is documented."""
