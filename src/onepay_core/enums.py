"""Enums that survive a value which nobody has documented yet.

msgspec accepts an unknown value by calling ``_missing_`` and says nothing about it. So an enum notes the value in the
list that is open in its context.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import ClassVar, Self


class OpenEnum(StrEnum):
    """A text enum that takes unknown values instead of raising.

    ``PaymentStatus("brand_new")`` is a member that equals ``"brand_new"``, answers
    ``is_known == False``, survives pickle and copy, and is sent back unchanged.
    """

    __extensible__: ClassVar[bool] = False
    """True where the contract itself says that the list of values is not complete."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        if not cls.__extensible__:
            _note(value)
        return member

    @property
    def is_known(self) -> bool:
        """Whether the contract lists this value."""
        return self._value_ in type(self)._value2member_map_

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, other) if isinstance(other, str) else NotImplemented

    __hash__ = str.__hash__

    def __repr__(self) -> str:
        suffix = "" if self.is_known else ", unknown"
        return f"<{type(self).__name__} {self._value_!r}{suffix}>"


_unknown_values: ContextVar[list[str] | None] = ContextVar("onepay_core_unknown_values", default=None)


@contextmanager
def collect_unknown_values() -> Generator[list[str]]:
    """Collect the unknown enum values that are made inside the block."""
    notes: list[str] = []
    token = _unknown_values.set(notes)
    try:
        yield notes
    finally:
        _unknown_values.reset(token)


def _note(value: str) -> None:
    """Write down one unknown enum value, if anybody is listening."""
    notes = _unknown_values.get()
    if notes is not None:
        notes.append(value)
