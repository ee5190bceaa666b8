"""The types of generated models: what they are in JSON, and what people call them."""

from collections.abc import Iterable
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import Meta, UnsetType

from .model import Model, wire_fields
from .values import CLASSES, OpenEnum, Variant


def is_subclass(type_: Any, base: type) -> bool:
    """Whether ``type_`` is a class at all, and one below ``base``."""
    return isinstance(type_, type) and issubclass(type_, base)


@cache
def json_types(type_: Any) -> frozenset[str]:
    """The JSON types that values of ``type_`` have on the wire."""
    origin, arguments = get_origin(type_), get_args(type_)
    if isinstance(type_, Variant) or origin in (Union, UnionType):
        options = type_.options if isinstance(type_, Variant) else arguments
        return frozenset[str]().union(*map(json_types, options))
    if origin is Annotated:
        return json_types(arguments[0])
    if origin is dict or is_subclass(type_, Model):
        return frozenset({"object"})
    if is_subclass(type_, str) or is_subclass(type_, CLASSES[0]):
        return frozenset({"string"})
    return _OTHERS[origin or type_]


@cache
def json_classes(type_: Any) -> frozenset[type]:
    """The Python classes of the JSON values that can be a ``type_``; a plain type says it more exactly."""
    options = get_args(type_) if get_origin(type_) in (Union, UnionType) else (type_,)
    named = (_CLASSES[name] for option in options if option is not UnsetType for name in json_types(option))
    return plain_types(type_) or frozenset(named)


_CLASSES: dict[str, type] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "null": NoneType,
    "number": float,
    "object": dict,
    "string": str,
}


@cache
def plain_types(type_: Any) -> frozenset[Any]:
    """The Python types of all JSON values that fit ``type_``, where a type says everything; else none."""
    options = get_args(type_) if get_origin(type_) in (Union, UnionType) else (type_,)
    kinds = frozenset(option for option in options if option is not UnsetType)
    whole = kinds - {float} if int in kinds else kinds  # where no int may stand, one becomes a float
    return kinds if whole <= PLAIN else frozenset()


PLAIN: frozenset[Any] = frozenset({str, int, bool, NoneType})

_OTHERS: dict[Any, frozenset[str]] = {
    list: frozenset({"array"}),
    NoneType: frozenset({"null"}),
    bool: frozenset({"boolean"}),
    int: frozenset({"integer"}),
    float: frozenset({"integer", "number"}),
}


@cache
def without_rules(type_: Any) -> tuple[Any, Meta]:
    """A type and the constraints on it; that a moment has a time zone belongs to the type."""
    if get_origin(type_) is not Annotated:
        return type_, Meta()
    base, *metas = get_args(type_)
    rules = next(meta for meta in metas if isinstance(meta, Meta))
    return (Annotated[base, Meta(tz=True)], rules) if base is CLASSES[1] else (base, rules)


def leaf_name(base: Any) -> str:
    """What a scalar type is called."""
    plain = get_args(base)[0] if get_origin(base) is Annotated else base
    return one_of(plain) if is_subclass(plain, OpenEnum) else _LEAF_NAMES[plain]


def one_of(enum: type[OpenEnum]) -> str:
    """The known values of an enum, for people."""
    return "one of " + ", ".join(enum)


_LEAF_NAMES: dict[Any, str] = {
    NoneType: "null",
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    CLASSES[1]: "date-time with a time zone",
    CLASSES[0]: "date (YYYY-MM-DD)",
}

_RULES = {
    "ge": "at least {}",
    "gt": "more than {}",
    "le": "at most {}",
    "lt": "less than {}",
    "multiple_of": "a multiple of {}",
    "min_length": "at least {} {unit}",
    "max_length": "at most {} {unit}",
    "pattern": "a match of {}",
}


def describe_rules(rules: Meta, unit: str = "characters") -> str:
    """The constraints of a value, for people; its length is counted in ``unit``."""
    limits = ((text, getattr(rules, name)) for name, text in _RULES.items())
    return " and ".join(text.format(limit, unit=unit) for text, limit in limits if limit is not None)


@cache
def may_hold(type_: Any, kind: type) -> bool:
    """Whether a value of ``type_`` can be a ``kind``, or can have one in it."""
    visited: set[Any] = set()  # objects may hold each other
    waiting = [type_]
    while waiting:
        part = waiting.pop()
        if is_subclass(part, kind):
            return True
        if part not in visited:
            visited.add(part)
            waiting += _parts(part)
    return False


@cache
def is_unbounded(type_: Any) -> bool:
    """Whether values of ``type_`` can be nested without limit: anything may stand in them, or their own kind."""
    return _is_unbounded(type_, frozenset())


def _is_unbounded(type_: Any, holders: frozenset[Any]) -> bool:
    if type_ in holders or type_ in (Any, object, dict, list):
        return True
    return any(_is_unbounded(part, holders | {type_}) for part in _parts(type_))


def _parts(type_: Any) -> Iterable[Any]:
    if is_subclass(type_, Model):
        return [field.type for field in wire_fields(type_)]
    return type_.options if isinstance(type_, Variant) else get_args(type_)
