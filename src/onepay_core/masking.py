"""How a value is shown that must not be shown, and which values nobody knows enough of to show them."""

from collections.abc import Mapping
from functools import cache
from types import NoneType
from typing import Any, Generic, TypeGuard, TypeVar, cast, get_args, get_origin

from msgspec import Struct, UnsetType

from .variants import Variant

T = TypeVar("T")

_DIGITS_OF_A_CARD = range(12, 20)


def mask(value: object) -> str:
    """Stand-in for a sensitive value: its kind, and the last four digits of a card number.

    Examples: ``'***'``, ``'***4242'``, ``{'new_field': '***'}``, ``None``.
    """
    if isinstance(value, Mapping):
        fields = cast("Mapping[object, object]", value)
        return "{" + ", ".join(f"{name!r}: {_mask_scalar(item)}" for name, item in fields.items()) + "}"
    return _mask_scalar(value)


class Hidden(Generic[T]):
    """Holds what is shown to nobody who does not ask for it by ``value``."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "***"


class Masked:
    """A sensitive value of which only ``mask`` is ever shown."""

    __slots__ = ("_shown",)

    def __init__(self, value: object) -> None:
        self._shown = mask(value)

    def __repr__(self) -> str:
        return self._shown


def _mask_scalar(value: object) -> str:
    if value is None or isinstance(value, bool):
        return repr(value)
    if isinstance(value, str) and _is_card_number(value):
        return repr(f"***{value[-4:]}")
    return "'***'" if isinstance(value, str) else "***"


def _is_card_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) in _DIGITS_OF_A_CARD


def is_unexpected(value: Any, type_: Any) -> bool:
    """Whether a raw object, or anything where only objects may stand, came for a field of ``type_``."""
    if _is_array(value):
        return any(is_unexpected(item, type_) for item in value)
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
