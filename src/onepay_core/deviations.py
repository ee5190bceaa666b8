"""What a body does that the contract does not say."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

Path = tuple[str | int, ...]
"""The keys and indexes from the top of a body to a place in it."""


class DeviationKind(StrEnum):
    """The ways in which a value can depart from the contract."""

    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_VALUE = "unknown_value"
    BROKEN_RULE = "broken_rule"


class Withheld(Struct, frozen=True):
    """Stands in an unpickled deviation for a hidden value; ``type`` is its JSON type."""

    type: str


class Deviation(Struct, frozen=True):
    """One departure: where it is, what the contract says there, and what came.

    ``path`` leads there by keys and indexes; ``got`` is the value as it came. While it is
    ``hidden``, ``str()`` and ``repr()`` name only its type, and a pickle forgets it: what a server
    sends may be a secret or personal data, and so may a sensitive field of a request.
    """

    path: Path
    kind: DeviationKind
    expected: str
    got: Any = None
    hidden: bool = True

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer (RFC 6901) into the body."""
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self.path)

    def __str__(self) -> str:
        kind = self.kind.replace("_", " ")
        return f"{self.pointer or '(the whole body)'}: {kind}, expected {self.expected}, got {self._shown}"

    def __repr__(self) -> str:
        return f"Deviation({str(self)!r})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("pointer", self.pointer), ("kind", self.kind), ("expected", self.expected), ("got", self._shown)]

    def __reduce__(self) -> tuple[Any, ...]:
        got = Withheld(json_type(self.got)) if self.hidden and not isinstance(self.got, Withheld) else self.got
        return Deviation, (self.path, self.kind, self.expected, got, self.hidden)

    def __deepcopy__(self, memo: object) -> "Deviation":
        return self

    @property
    def _shown(self) -> str:
        if self.kind is DeviationKind.MISSING_FIELD:
            return "nothing"
        if isinstance(self.got, Withheld):
            return self.got.type
        is_deep = isinstance(self.got, (Mapping, list, tuple, set, Struct))  # and something in it may be sensitive
        return json_type(self.got) if self.hidden or is_deep else shown_value(self.got)


def shown_value(value: object) -> str:
    """The beginning of a value, for people; the name of its class where it cannot be shown."""
    try:
        return f"{value!r:.60}"
    except Exception:  # noqa: BLE001 - whatever a foreign object raises, an error message is not lost for it
        return type(value).__name__


def json_type(value: object) -> str:
    """The JSON name of a decoded value's type."""
    for name, kinds in _JSON_TYPES.items():
        if isinstance(value, kinds):
            return name
    return type(value).__name__


_JSON_TYPES: dict[str, type | tuple[type, ...]] = {
    "null": type(None),
    "boolean": bool,
    "integer": int,
    "number": float,
    "string": str,
    "array": (list, tuple),
    "object": dict,
}
