"""Values beyond those of msgspec: undocumented fields, open enums, variants; and how all values are written as JSON.

An open enum survives a value which nobody has documented yet. msgspec accepts an unknown value by calling
``_missing_`` and says nothing about it, so an enum notes the value in the list that is open in its context.

A variant is a field that the API fills with one of several shapes, and nothing in the JSON to tell them apart. It is
a plain union for type checkers and for ``match``. At run time it is a class that msgspec hands to ``decode.choose``,
because msgspec itself cannot tell two untagged structs apart.

freezegun replaces ``datetime.date`` and ``datetime.datetime`` in all modules while a test runs. A model that is
loaded meanwhile would take only the replacements, and go on to do so after the test. It replaces module attributes,
so the classes are kept in a tuple.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, ClassVar, Final, Self, TypeAlias, Union, cast, get_origin

import msgspec

from .json_values import MAX_DEPTH, JsonObject, TooDeep
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
