"""Models as pydantic sees them: read from JSON, written as JSON, described in an OpenAPI document.

Only pydantic calls this, by way of ``__get_pydantic_core_schema__``; nothing else of ours needs pydantic. Each class
has a definition of its own, to which the others refer, since objects may hold each other.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from inspect import getdoc
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, cast, get_args, get_origin

from msgspec import UNSET, Meta, Struct, UnsetType, structs
from pydantic_core import CoreSchema, core_schema

from .values import CLASSES, NO_FIELD, OpenEnum, Undocumented

_ATTRIBUTE: Final = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)
_RULES: Final = ("ge", "gt", "le", "lt", "multiple_of", "min_length", "max_length", "pattern")
_PLAIN: Final[dict[Any, Callable[..., CoreSchema]]] = {
    str: partial(core_schema.str_schema, regex_engine="python-re"),
    int: core_schema.int_schema,
    float: core_schema.float_schema,
    bool: core_schema.bool_schema,
    NoneType: core_schema.none_schema,
    Any: core_schema.any_schema,
}


def schema_of(model: type[Struct]) -> CoreSchema:
    """The schema of a model, with a definition of each class that it can hold."""
    return core_schema.definitions_schema(_schema(model), [_definition(held) for held in _models_in(model)])


def _models_in(type_: Any) -> Iterator[type[Struct]]:
    """Every model that a value of ``type_`` can hold, each once."""
    found: set[Any] = set()
    waiting = [type_]
    while waiting:
        part = waiting.pop()
        if part in found:
            continue
        found.add(part)
        if _is_model(part):
            yield part
            waiting += [field.type for field in _fields(part)]
        else:
            waiting += _parts(part)


def _definition(model: type[Struct]) -> CoreSchema:
    text, _, attributes = (getdoc(model) or "").partition("\n\nAttributes:\n")
    texts = {name: " ".join(words.split()) for name, words in _ATTRIBUTE.findall(attributes)}
    fields = {
        field.encode_name: core_schema.typed_dict_field(
            _schema(field.type), required=field.required, metadata=_described(texts.get(field.name, ""))
        )
        for field in _fields(model)
    }
    return core_schema.no_info_wrap_validator_function(
        partial(_read, model),
        core_schema.typed_dict_schema(fields, extra_behavior="allow"),
        ref=_reference(model),
        metadata=_described(text, title=model.__name__),
        serialization=core_schema.plain_serializer_function_ser_schema(_written),
    )


def _read(model: type[Struct], value: object, read: Callable[[object], dict[str, Any]]) -> Struct:
    """A model as it is, or a new one from the fields that pydantic has read."""
    if isinstance(value, model):
        return value
    given = read(value)
    known = {field.name: given.pop(field.encode_name, UNSET) for field in _fields(model)}
    return model(**known, **({"undocumented": Undocumented(given)} if given else {}))


def _written(model: Any) -> Any:
    return model.to_dict()


def _schema(type_: Any) -> CoreSchema:
    if _is_model(type_):
        return core_schema.definition_reference_schema(_reference(type_))
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is Annotated:
        rules = next((meta for meta in arguments[1:] if isinstance(meta, Meta)), Meta())
        return _constrained(
            arguments[0], {name: limit for name in _RULES if (limit := getattr(rules, name)) is not None}
        )
    if options := _options(type_):
        schemas = [_schema(option) for option in options if option is not UnsetType]
        return schemas[0] if len(schemas) == 1 else core_schema.union_schema([*schemas])
    if origin is dict:
        return core_schema.dict_schema(core_schema.str_schema(), _schema(arguments[1]))
    return _constrained(type_, {})


def _constrained(type_: Any, rules: dict[str, Any]) -> CoreSchema:
    if get_origin(type_) is list:
        return core_schema.list_schema(_schema(get_args(type_)[0]), **rules)
    if isinstance(type_, type) and issubclass(type_, OpenEnum):
        return _enum(type_)
    if type_ is CLASSES[1]:
        return core_schema.datetime_schema(tz_constraint="aware")
    return core_schema.date_schema() if type_ is CLASSES[0] else _PLAIN[type_](**rules)


def _enum(enum: type[OpenEnum]) -> CoreSchema:
    """Any text is a value of an open enum; the description of it lists those that are known."""
    return core_schema.no_info_after_validator_function(
        enum,
        core_schema.str_schema(),
        metadata=_described(getdoc(enum) or "", title=enum.__name__, examples=[str(member) for member in enum]),
    )


def _described(text: str, **others: Any) -> dict[str, Any]:
    return {"pydantic_js_updates": {**others, "description": text}}


def _is_model(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, Struct)


def _options(type_: Any) -> tuple[Any, ...]:
    """What a union, or one of our variants, may be."""
    is_union = get_origin(type_) in (Union, UnionType)
    return get_args(type_) if is_union else cast("tuple[Any, ...]", getattr(type_, "options", ()))


def _parts(type_: Any) -> tuple[Any, ...]:
    return _options(type_) or get_args(type_)


def _fields(model: type[Struct]) -> list[structs.FieldInfo]:
    return [field for field in structs.fields(model) if not field.encode_name.startswith(NO_FIELD)]


def _reference(model: type[Struct]) -> str:
    return f"{model.__module__}.{model.__qualname__}:{id(model)}"
