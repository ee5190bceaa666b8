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
    return _spliced(msgspec.to_builtins(value, enc_hook=_undocumented))


def _undocumented(value: Any) -> Any:
    if isinstance(value, Undocumented):
        return dict(value)
    raise NotImplementedError(f"{type(value).__name__} has no form in JSON")


def _spliced(value: Any) -> Any:
    if is_object(value):
        rest: dict[str, Any] = value.pop(UNDOCUMENTED, {})
        return {name: _spliced(item) for name, item in value.items()} | rest
    if is_array(value):
        return [_spliced(item) for item in value]
    return value
