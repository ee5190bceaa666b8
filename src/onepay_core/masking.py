"""Stand-ins for values that must not be shown."""

from collections.abc import Mapping
from typing import Final, Generic, TypeVar, cast

T = TypeVar("T")

HIDDEN: Final = "***"
"""What stands for a value that is not shown."""

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
        self.value: T = value

    def __repr__(self) -> str:
        return HIDDEN


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
        return repr(f"{HIDDEN}{value[-4:]}")
    return repr(HIDDEN) if isinstance(value, str) else HIDDEN


def _is_card_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) in _DIGITS_OF_A_CARD
