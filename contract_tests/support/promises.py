"""Comparison of values with annotations. The judge reads annotations as Python does, and asks the client nothing."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET, UnsetType

from onepay_api import Model, OpenEnum, Page, models
from onepay_core.json_values import is_array, is_object
from onepay_core.types import Date, DateText, DateTime, DateTimeText
from onepay_core.values import Variant
from support.json_values import Path


def breaches(value: Any, hint: Any, path: Path = ()) -> Iterator[Path]:
    """The places, by keys and indexes of the JSON, at which `value` is not what `hint` promises."""
    options = list(_options(hint))
    found = [list(_breaches(value, option, path)) for option in options if _is_a(value, option)]
    yield from min(found, key=len) if found else [path]


def promised(method: Any) -> Any:
    """The type that a resource method promises to return."""
    return get_type_hints(method, localns=_names())["return"]


@cache
def _names() -> dict[str, Any]:
    """The names that annotations of resource methods use, and that their modules import for type checkers only."""
    return {name + ending: getattr(models, name) for name in models.__all__ for ending in ("", "Like")} | {
        "Literal": Literal,
        "Sequence": Sequence,
        "DateText": DateText,
        "DateTimeText": DateTimeText,
        "builtins": builtins,
        "Date": Date,
        "DateTime": DateTime,
    }


def _breaches(value: Any, option: Any, path: Path) -> Iterator[Path]:
    """Look inside a value that is of the right kind."""
    if isinstance(value, Model):
        for name, wire_name, hint in _fields(type(value)):
            step = () if wire_name == "data" and _is_bare_list(value) else (wire_name,)
            yield from breaches(getattr(value, name), hint, (*path, *step))
        yield from ((*path, name) for name in value.undocumented)
    elif is_array(value):
        for index, item in enumerate(value):
            yield from breaches(item, get_args(option)[0], (*path, index))
    elif is_object(value):
        for name, item in value.items():
            yield from breaches(item, get_args(option)[1], (*path, name))


def _options(hint: Any) -> Iterator[Any]:
    """The types of which a value must be one."""
    if get_origin(hint) is Annotated:
        yield from _options(get_args(hint)[0])
    elif get_origin(hint) in (Union, UnionType):
        for option in get_args(hint):
            yield from _options(option)
    elif isinstance(hint, Variant):
        for option in hint.options:
            yield from _options(option)
    else:
        yield NoneType if hint is None else hint


def _is_a(value: Any, option: Any) -> bool:
    """Whether a value is of exactly this kind: a flag is no number, an enum's member no plain text."""
    if option is UnsetType:
        return value is UNSET
    if option is datetime:
        return isinstance(value, datetime) and value.tzinfo is not None
    if isinstance(option, type) and issubclass(option, OpenEnum):
        return type(value) is option and (value.is_known or option.__extensible__)
    if isinstance(option, type) and issubclass(option, Model):
        return isinstance(value, option)  # or another form of it
    return type(value) is (get_origin(option) or option)


def _is_bare_list(value: Model) -> bool:
    """Whether it is a page that stands for a bare list, in which there are no names."""
    return isinstance(value, Page) and bool(vars(value).get("whole"))


@cache
def _fields(model: type[Model]) -> list[tuple[str, str, Any]]:
    hints = get_type_hints(model, include_extras=True)
    return [(f.name, f.encode_name, hints[f.name]) for f in msgspec.structs.fields(model) if f.name != "undocumented"]
