"""The types of generated models: what they are in JSON, what people call them, and how values become of them."""

from collections.abc import Callable, Iterable
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

import msgspec
from msgspec import UNSET, Meta, UnsetType

from .field_types import CLASSES, OpenEnum, OptionReader, Variant, VariantBase, collect_unknown_values
from .json_values import is_array
from .model import Model, wire_fields
from .pages import page_of_all


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
    return kinds if whole <= _PLAIN else frozenset()


_PLAIN: frozenset[Any] = frozenset({str, int, bool, NoneType})

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


Converter: TypeAlias = Callable[[Any], Any]
"""Makes a decoded value a certain type, or raises ``msgspec.ValidationError``."""


def choose(variant: Any, value: object) -> Any:
    """The first option of ``variant`` that ``value`` fits exactly (msgspec calls this, often twice for a payment).

    Raises:
        ValueError: no option fits.
    """
    try:
        readers = variant.readers or _find_readers(variant)
    except AttributeError:
        raise ValueError(f"{variant.__name__} is never read from JSON") from None
    for read, argument in readers:
        try:
            return read(value, argument)
        except msgspec.ValidationError:
            continue
    raise ValueError(f"no form of {variant.__name__} fits")


def as_page(variant: Any, value: Any) -> Any:
    """``value``, which has been read as a shape of ``variant``: a bare list as the page that stands for it."""
    return page_of_all(variant.page, value) if variant.page and is_array(value) else value


def _find_readers(variant: Any) -> tuple[OptionReader, ...]:
    variant.readers = tuple(_option_reader(variant, option) for option in variant.options)
    readers: tuple[OptionReader, ...] = variant.readers
    return readers


def _option_reader(variant: Any, option: Any) -> OptionReader:
    if get_origin(option) is dict and plain_types(get_args(option)[1]):
        return _plain_map, plain_types(get_args(option)[1])
    if is_subclass(option, Model) and not may_hold(option, VariantBase):
        return msgspec.convert, option
    convert = converter(option)
    return (lambda value, variant: as_page(variant, convert(value))), variant


def _plain_map(value: dict[str, Any], kinds: frozenset[Any]) -> Any:
    """``value``, which came from JSON, if it is an object whose values are all of ``kinds``: it is read already."""
    if type(value) is dict and kinds.issuperset(map(type, value.values())):
        return value
    raise msgspec.ValidationError


@cache
def converter(type_: Any) -> Converter:
    """The converter to ``type_``.

    ``msgspec.convert`` remembers what it knows of a struct, works any other type out anew on each
    call, and takes twice as long with a hook. So other types stand in a struct, and a hook is passed
    only to types in which a variant can stand.
    """
    if may_hold(type_, VariantBase):
        return partial(msgspec.convert, type=type_, dec_hook=choose)
    if is_subclass(type_, Model):
        return partial(msgspec.convert, type=type_)
    holder: Any = msgspec.defstruct("Holder", [("value", type_)], array_like=True)
    return lambda value: msgspec.convert((value,), holder).value


@cache
def fitting_value(type_: Any) -> Any:
    """Some JSON value that fits ``type_``, or ``UNSET`` where none is known."""
    usual: tuple[Any, ...] = (None, "", 0, False, "2000-01-01T00:00:00Z", "2000-01-01", [], {})
    for value in (*usual, *_known_values(type_)):
        with collect_unknown_values() as notes:
            try:
                converter(type_)(value)
            except msgspec.ValidationError:
                continue
        if not notes:
            return value
    return UNSET


def _known_values(type_: Any) -> Iterable[str]:
    parts = (type_, *get_args(type_))
    return [str(member) for part in parts if is_subclass(part, OpenEnum) for member in part]


def is_fitting_scalar(value: object, type_: Any) -> bool:
    """Whether ``value`` is a text, a whole number or a boolean that ``type_`` names as such, and keeps its rules."""
    base, convert = _base_and_converter(type_)
    if base not in _PLAIN or type(value) is not base:
        return False
    try:
        convert(value)
    except msgspec.ValidationError:
        return False
    return True


@cache
def _base_and_converter(type_: Any) -> tuple[Any, Converter]:
    return without_rules(type_)[0], converter(type_)


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
