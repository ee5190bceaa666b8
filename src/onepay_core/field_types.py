"""Types of fields beyond those of msgspec: open enums, variants, and the true classes of days and moments.

An open enum survives a value which nobody has documented yet. msgspec accepts an unknown value by calling
``_missing_`` and says nothing about it, so an enum notes the value in the list that is open in its context.

A variant is a field that the API fills with one of several shapes, and nothing in the JSON to tell them apart. It is
a plain union for type checkers and for ``match``. At run time it is a class that msgspec hands to ``choose``, because
msgspec itself cannot tell two untagged structs apart.

freezegun replaces ``datetime.date`` and ``datetime.datetime`` in all modules while a test runs. A model that is
loaded meanwhile would take only the replacements, and go on to do so after the test. It replaces module attributes,
so the classes are kept in a tuple.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, ClassVar, Final, Self, TypeAlias, Union, get_origin


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


class collect_unknown_values:  # noqa: N801 - a context manager, as those of contextlib are written
    """Collects the unknown enum values that are made inside the block."""

    __slots__ = ("_token",)

    def __enter__(self) -> list[str]:
        notes: list[str] = []
        self._token = _unknown_values.set(notes)
        return notes

    def __exit__(self, *_: object) -> None:
        _unknown_values.reset(self._token)


def _note(value: str) -> None:
    """Write down one unknown enum value, if anybody is listening."""
    notes = _unknown_values.get()
    if notes is not None:
        notes.append(value)


OptionReader: TypeAlias = tuple[Callable[[Any, Any], Any], Any]
"""What makes a value one option of a variant, or raises ``msgspec.ValidationError``, and its second argument."""


class Variant(type):
    """The class of all variants; an instance of any option is an instance of the variant."""

    options: tuple[Any, ...] = ()
    """The shapes, the likeliest first."""

    decided_by: str = ""
    """The sibling field whose value names the shape, where the contract has one."""

    decision: Mapping[str, Any] = {}
    """Values of the sibling field, and the shape that each stands for."""

    page: type | None = None
    """The page that a bare list is read as, where the shapes are that page and a list of its items."""

    readers: tuple[OptionReader, ...] = ()
    """How each option is read, the function and what it takes beside the value; made when it is first needed."""

    _classes: tuple[type, ...] = ()

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls._classes or cls._find_classes())

    def _find_classes(cls) -> tuple[type, ...]:
        cls._classes = tuple(get_origin(option) or option for option in cls.options)
        return cls._classes


class VariantBase(metaclass=Variant):
    """Base of the generated variants, which fill in what ``Variant`` declares."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, handler: Any) -> Any:
        """How pydantic, and FastAPI with it, reads, writes and describes these shapes; only pydantic calls this."""
        return handler.generate_schema(Union[cls.options])  # noqa: UP007 - of as many as there are


def _own(kind: Any) -> Any:
    """The class of the standard library that ``kind`` is, or replaces."""
    return next(base for base in kind.__mro__ if base.__module__ == "datetime")


CLASSES: Final[tuple[Any, Any]] = (_own(dt.date), _own(dt.datetime))
"""``date`` and ``datetime``."""
