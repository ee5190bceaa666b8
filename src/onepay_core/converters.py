"""Make typed values of decoded ones, with all that msgspec can prepare prepared once."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeAlias, get_args

import msgspec

from .json_types import is_subclass
from .model import Model, wire_fields
from .variants import Variant, VariantBase

Converter: TypeAlias = Callable[[Any], Any]
"""Makes a decoded value a certain type, or raises ``msgspec.ValidationError``."""


def choose(variant: type, value: object) -> Any:
    """The first option of ``variant`` that ``value`` fits exactly (msgspec calls this).

    Raises:
        ValueError: no option fits.
    """
    for convert in _options(variant):
        try:
            return convert(value)
        except msgspec.ValidationError:
            continue
    raise ValueError(f"no form of {variant.__name__} fits")


@cache
def _options(variant: type) -> tuple[Converter, ...]:
    if not isinstance(variant, Variant):
        raise ValueError(f"{variant.__name__} is never read from JSON")  # noqa: TRY004 - what msgspec expects of a hook
    return tuple(converter(option) for option in variant.options)


@cache
def converter(type_: Any) -> Converter:
    """The converter to ``type_``.

    ``msgspec.convert`` remembers what it knows of a struct, works any other type out anew on each
    call, and takes twice as long with a hook. So other types stand in a struct, and a hook is passed
    only to types in which a variant can stand.
    """
    if may_hold(type_, VariantBase):
        return lambda value: msgspec.convert(value, type_, dec_hook=choose)
    if is_subclass(type_, Model):
        return lambda value: msgspec.convert(value, type_)
    holder: Any = msgspec.defstruct("Holder", [("value", type_)], array_like=True)
    return lambda value: msgspec.convert((value,), holder).value


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


def _parts(type_: Any) -> Iterable[Any]:
    if is_subclass(type_, Model):
        return [field.type for field in wire_fields(type_)]
    return type_.options if isinstance(type_, Variant) else get_args(type_)
