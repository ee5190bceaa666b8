"""Write a model as JSON: absent stays absent, null stays null, undocumented fields go back."""

from collections.abc import Callable, Iterable
from typing import Any, Final, cast

import msgspec

from .field_types import CLASSES
from .json_values import MAX_DEPTH, JsonObject, TooDeep
from .undocumented import UNDOCUMENTED, Undocumented

_PLAIN: Final[tuple[tuple[type, Callable[[Any], Any]], ...]] = (
    (str, str.__str__),
    (int, int.__pos__),
    (float, float.__pos__),
    (CLASSES[1], CLASSES[1].isoformat),
    (CLASSES[0], CLASSES[0].isoformat),
)
"""Classes whose subclasses are written as they are, and the method that says what such a value is."""


def to_json(value: Any) -> bytes:
    """``value`` (a model, or lists and dicts of them) as JSON bytes."""
    return msgspec.json.encode(to_builtins(value))


def to_builtins(value: Any) -> Any:
    """``value`` as dicts, lists and scalars, keyed by wire name.

    Raises:
        TooDeep: it is nested too deeply, or holds itself.
    """
    return _spliced(value, drop=False)


def documented(value: Any) -> Any:
    """What ``to_builtins`` makes of ``value``, without the fields that the contract does not know."""
    return _spliced(value, drop=True)


def _plain(value: Any) -> Any:
    """What msgspec does not write by itself: our own mapping, and classes that people derive from plain ones."""
    if isinstance(value, Undocumented):
        return (dict(value),)  # a tuple, as no JSON value is: a body may have a key that reads like ours
    for kind, own_value in _PLAIN:
        if isinstance(value, kind):
            return own_value(value)
    raise NotImplementedError(f"{type(value).__name__} has no form in JSON")


def _spliced(value: Any, *, drop: bool) -> Any:
    """``value`` as plain values, with undocumented fields moved into the objects that they belong to, or dropped."""
    try:
        plain = msgspec.to_builtins(value, enc_hook=_plain)
    except RecursionError:  # far beyond our limit, on every Python
        raise TooDeep from None
    waiting: list[tuple[Any, int]] = [(plain, 0)]  # values, and the levels above each
    while waiting:
        part, depth = waiting.pop()
        if not isinstance(part, (dict, list, tuple)):
            continue
        if depth == MAX_DEPTH:
            raise TooDeep
        items = cast("Iterable[Any]", part)
        if isinstance(part, dict):
            found = cast("JsonObject", part)
            rest = found.pop(UNDOCUMENTED) if isinstance(found.get(UNDOCUMENTED), tuple) else ()
            for fields in () if drop else rest:
                found.update(fields)
            items = found.values()
        waiting += [(item, depth + 1) for item in items]
    return plain
