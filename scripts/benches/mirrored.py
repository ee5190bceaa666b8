"""Our models once more, as strict pydantic models and as dataclasses, with the same fields, types and absences."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

import msgspec
from msgspec import UnsetType

from onepay_api import Model, OpenEnum
from onepay_core.model import wire_fields
from onepay_core.values import Variant


def mirror(model: type[Model], pydantic: Any) -> Any:
    """`model` as a pydantic model; what may be absent is None when it is."""
    fields = {field.name: _field(field, pydantic) for field in wire_fields(model)}
    config = pydantic.ConfigDict(strict=True, extra="forbid")
    return pydantic.create_model(model.__name__, __config__=config, **fields)


def _field(field: msgspec.structs.FieldInfo, pydantic: Any) -> tuple[Any, Any]:
    default = ... if field.required else None
    return _type(field.type, pydantic), pydantic.Field(default, alias=field.encode_name)


def _type(type_: Any, pydantic: Any) -> Any:
    origin, arguments = get_origin(type_), get_args(type_)
    if isinstance(type_, Variant) or origin in (Union, UnionType):
        options = type_.options if isinstance(type_, Variant) else arguments
        return Union[tuple(_type(option, pydantic) for option in options if option is not UnsetType)]  # noqa: UP007 - made here
    if origin is Annotated:
        return pydantic.AwareDatetime if arguments[0] is datetime else _type(arguments[0], pydantic)
    if origin is list:
        return list.__class_getitem__(_type(arguments[0], pydantic))
    if origin is dict:
        return dict.__class_getitem__((str, _type(arguments[1], pydantic)))
    return _class(type_, pydantic) if isinstance(type_, type) else type_


def _class(type_: type, pydantic: Any) -> Any:
    if issubclass(type_, Model):
        return mirror(type_, pydantic)
    # An open enum would take any text; pydantic refuses what it does not know, which is less work.
    literal: Any = Literal
    return literal[tuple(map(str, type_))] if issubclass(type_, OpenEnum) else cast("Any", type_)


def mirror_as_dataclass(model: type[Model]) -> Any:
    """`model` as a dataclass: what may be absent is None when it is, what comes in several forms stays as it came."""
    fields = [
        (field.name, kind, dataclasses.field() if field.required else dataclasses.field(default=None))
        for field in wire_fields(model)
        for kind in [_plain(field.type)]
    ]
    return dataclasses.make_dataclass(model.__name__, fields, kw_only=True)


def _plain(type_: Any) -> Any:
    origin, arguments = get_origin(type_), get_args(type_)
    if isinstance(type_, Variant):
        return Any
    if origin in (Union, UnionType):
        options = [_plain(option) for option in arguments if option is not UnsetType]
        return Any if Any in options else Union[(*options, None)]
    if origin is Annotated:
        return datetime if arguments[0] is datetime else _plain(arguments[0])
    if origin in (list, dict):
        made: Any = origin
        return made[tuple(map(_plain, arguments))]
    return _plain_class(type_) if isinstance(type_, type) else type_


def _plain_class(type_: type) -> Any:
    if issubclass(type_, Model):
        return mirror_as_dataclass(type_)
    return str if issubclass(type_, OpenEnum) else cast("Any", type_)
