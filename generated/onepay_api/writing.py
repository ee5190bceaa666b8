"""Write a model as JSON: absent stays absent, null stays null, undocumented fields go back."""

from typing import Any

import msgspec

from ._type_names import is_array, is_object
from .model import UNDOCUMENTED, Undocumented


def to_json(value: Any) -> bytes:
    """``value`` (a model, or lists and dicts of them) as JSON bytes."""
    return msgspec.json.encode(to_builtins(value))


def to_builtins(value: Any) -> Any:
    """``value`` as dicts, lists and scalars, keyed by wire name."""
    plain = msgspec.to_builtins(value, enc_hook=_undocumented)
    _splice(plain)
    return plain


def documented(value: Any) -> Any:
    """What ``to_builtins`` makes of ``value``, without the fields that the contract does not know."""
    plain = msgspec.to_builtins(value, enc_hook=_undocumented)
    _splice(plain, drop=True)
    return plain


def _undocumented(value: Any) -> Any:
    if isinstance(value, Undocumented):
        return (dict(value),)  # a tuple, as no JSON value is: a body may have a key that reads like ours
    raise NotImplementedError(f"{type(value).__name__} has no form in JSON")


def _splice(plain: Any, *, drop: bool = False) -> None:
    """Move undocumented fields into the objects that they belong to, or drop them."""
    waiting = [plain]  # a loop, since values may be nested deeply
    while waiting:
        value = waiting.pop()
        if is_array(value):
            waiting += value
        elif is_object(value):
            rest = value.pop(UNDOCUMENTED) if isinstance(value.get(UNDOCUMENTED), tuple) else ()
            waiting += value.values()
            for fields in () if drop else rest:
                value.update(fields)
