from __future__ import annotations

import builtins
import inspect
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import import_module
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

import pytest

from generation.contract import Contract, type_of
from onepay_api import UNSET, AsyncClient, CallOptions, Client, Model, OpenEnum, Unset, models
from onepay_contract.document import Operation, component_name
from onepay_core.model_types import is_subclass
from onepay_core.operation import DEFAULTS
from onepay_core.types import Date, DateText, DateTime, DateTimeText
from onepay_core.values import Variant
from support.contract import Schema, attribute_of

KINDS: Final = ("", "Async")


@pytest.fixture(params=KINDS, ids=["sync", "async"])
def prefix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_both_clients_offer_one_resource_for_each_tag(contract: Contract) -> None:
    tags = {tag["name"] for tag in contract.document["tags"]} & {
        operation.tag for operation in contract.operations.values()
    }

    for client in (Client, AsyncClient):
        members = inspect.getmembers_static(client)
        offered = {name for name, value in members if isinstance(value, cached_property)}
        assert offered == tags


def test_every_resource_says_what_the_contract_says_of_its_tag(contract: Contract, prefix: str) -> None:
    used = {operation.tag for operation in contract.operations.values()}
    for tag in contract.document["tags"]:
        if tag["name"] in used:
            documented = inspect.getdoc(_resource(tag["name"], prefix)) or ""
            assert documented.split() == tag["description"].split()


def test_a_resource_has_a_method_for_each_operation_and_no_other(contract: Contract, prefix: str) -> None:
    for tag in {operation.tag for operation in contract.operations.values()}:
        operations = [operation for operation in contract.operations.values() if operation.tag == tag]
        expected = {operation.method_name for operation in operations}
        expected |= {f"{operation.method_name}_from" for operation in operations if operation.body}
        assert {name for name, _ in _methods(_resource(tag, prefix))} == expected


def test_only_methods_of_async_resources_are_coroutines(contract: Contract, prefix: str) -> None:
    for tag in {operation.tag for operation in contract.operations.values()}:
        for name, method in _methods(_resource(tag, prefix)):
            assert inspect.iscoroutinefunction(method) == (prefix == "Async"), f"{tag}.{name}"


def test_sync_and_async_methods_have_one_signature_and_one_text(contract: Contract) -> None:
    for tag in {operation.tag for operation in contract.operations.values()}:
        pairs = zip(_methods(_resource(tag, "")), _methods(_resource(tag, "Async")), strict=True)
        for (name, plain), (_, asynchronous) in pairs:
            assert inspect.signature(plain) == inspect.signature(asynchronous), f"{tag}.{name}"
            assert plain.__doc__ == asynchronous.__doc__, f"{tag}.{name}"


def test_every_parameter_and_property_has_its_type(contract: Contract, prefix: str) -> None:
    for operation in contract.operations.values():
        method = getattr(_resource(operation.tag, prefix), operation.method_name)
        given = {name: _evaluated(value) for name, value in _parameters(method)}
        assert given == {**_expected(operation, contract), **_common(operation)}, operation.id


def test_a_ready_made_body_is_taken_in_place_of_its_properties(contract: Contract, prefix: str) -> None:
    for operation in contract.operations.values():
        if operation.body_schema:
            method = getattr(_resource(operation.tag, prefix), f"{operation.method_name}_from")
            given = {name: _evaluated(value) for name, value in _parameters(method)}
            body = {"body": (type_of(operation.body_schema), inspect.Parameter.empty)}
            assert given == {**_expected_of_parameters(operation), **body, **_common(operation)}, operation.id


def test_only_path_ids_and_whole_bodies_are_positional(contract: Contract, prefix: str) -> None:
    for operation in contract.operations.values():
        in_path = [attribute_of(p.name) for p in operation.parameters if p.place == "path"]
        resource = _resource(operation.tag, prefix)
        assert _positional(getattr(resource, operation.method_name)) == in_path, operation.id
        if operation.body_schema:
            assert _positional(getattr(resource, f"{operation.method_name}_from")) == [*in_path, "body"], operation.id


def test_every_method_returns_the_first_success_of_the_contract(contract: Contract, prefix: str) -> None:
    for operation in contract.operations.values():
        success = next(reply.schema for status, reply in operation.replies.items() if status.startswith("2"))
        method = getattr(_resource(operation.tag, prefix), operation.method_name)
        returned = _type(inspect.signature(method).return_annotation)
        assert returned == (_one_class(type_of(success)) if success else None), operation.id


def test_no_method_returns_one_of_several_types(contract: Contract, prefix: str) -> None:
    for operation in contract.operations.values():
        returned = _type(
            inspect.signature(getattr(_resource(operation.tag, prefix), operation.method_name)).return_annotation
        )
        assert returned is None or get_origin(returned) is list or issubclass(returned, Model), operation.id


def test_every_method_carries_the_text_of_its_operation(contract: Contract, prefix: str) -> None:
    for operation in contract.operations.values():
        text = _text(operation, prefix)
        assert text.startswith(f"{operation.raw['summary']}. "), operation.id
        assert " ".join(operation.raw["description"].split()) in text, operation.id


def test_every_argument_carries_its_text_of_the_contract(contract: Contract, prefix: str) -> None:
    for operation in contract.operations.values():
        text = _text(operation, prefix)
        for name, description in _descriptions(operation, contract):
            assert f" {name}: {' '.join(description.split())}" in text, f"{operation.id}: {name}"
        for name in _common(operation):
            assert f" {name}: " in text, f"{operation.id}: {name}"


def test_every_method_names_its_source(contract: Contract, prefix: str) -> None:
    for operation in contract.operations.values():
        source = " ".join(operation.source.split())
        assert _text(operation, prefix).endswith(f"Source: {source}"), operation.id


def _resource(tag: str, prefix: str) -> type:
    name = prefix + "".join(word.capitalize() for word in tag.split("_"))
    resource: type = getattr(import_module(f"onepay_api.api.{tag}"), name)
    return resource


def _methods(resource: type) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in vars(resource).items() if not name.startswith("_")]


def _parameters(method: Any) -> Iterator[tuple[str, inspect.Parameter]]:
    yield from list(inspect.signature(method).parameters.items())[1:]


def _positional(method: Any) -> list[str]:
    return [name for name, value in _parameters(method) if value.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]


def _evaluated(parameter: inspect.Parameter) -> tuple[Any, Any]:
    return _type(parameter.annotation), parameter.default


def _one_class(type_: Any) -> Any:
    """The class that every value read as ``type_`` is an instance of."""
    if not isinstance(type_, Variant):
        return type_
    assert type_.page is not None or all(issubclass(option, type_.options[0]) for option in type_.options)
    return type_.page or type_.options[0]


def _type(annotation: str) -> Any:
    known = {name + ending: getattr(models, name) for name in models.__all__ for ending in ("", "Like")}
    helpers = {"builtins": builtins, "Date": Date, "DateTime": DateTime, "Unset": Unset, "CallOptions": CallOptions}
    texts = {"DateText": DateText, "DateTimeText": DateTimeText, "Literal": Literal, "Sequence": Sequence}
    return eval(annotation, {**known, **helpers, **texts})  # noqa: S307 - our own annotations


def _expected(operation: Operation, contract: Contract) -> dict[str, tuple[Any, Any]]:
    pairs = _expected_of_parameters(operation)
    if operation.body_schema:
        body = contract.schemas[component_name(operation.body_schema)]
        for name, value in body["properties"].items():
            pairs[attribute_of(name)] = _argument(value, name in body["required"])
    return pairs


def _expected_of_parameters(operation: Operation) -> dict[str, tuple[Any, Any]]:
    parameters = [p for p in operation.parameters if p.name != "x-idempotency"]
    return {attribute_of(p.name): _argument(p.schema, p.required) for p in parameters}


def _argument(schema: Schema, required: bool) -> tuple[Any, Any]:  # noqa: FBT001 - read as data
    plain = _taken(type_of(schema, ruled=False))
    return (plain, inspect.Parameter.empty) if required else (plain | Unset, UNSET)


def _taken(type_: Any) -> Any:
    """What an argument takes for ``type_``: for an enum, each of its texts as well."""
    if get_origin(type_) is UnionType:
        return Union[tuple(map(_taken, get_args(type_)))]  # noqa: UP007 - made of a list
    if get_origin(type_) is list:
        return Sequence[_taken(get_args(type_)[0])]  # type: ignore[misc] # pyright: ignore[reportInvalidTypeArguments]
    enum: Any = type_
    if not is_subclass(type_, OpenEnum):
        return enum
    return enum | Literal[tuple(str(member) for member in enum)]


def _common(operation: Operation) -> dict[str, tuple[Any, Any]]:
    [schemes] = operation.raw.get("security", [{}])
    token = {"customer_token": (str, inspect.Parameter.empty)} if "CustomerToken" in schemes else {}
    keyed = any(p.name == "x-idempotency" for p in operation.parameters)
    key = {"idempotency_key": (str | None, None)} if keyed else {}
    return {**token, **key, "options": (CallOptions, DEFAULTS)}


def _descriptions(operation: Operation, contract: Contract) -> Iterator[tuple[str, str]]:
    for parameter in operation.parameters:
        if parameter.name != "x-idempotency":
            yield attribute_of(parameter.name), parameter.description
    if operation.body_schema:
        for name, value in contract.schemas[component_name(operation.body_schema)]["properties"].items():
            yield attribute_of(name), value["description"]


def _text(operation: Operation, prefix: str) -> str:
    method = getattr(_resource(operation.tag, prefix), operation.method_name)
    return " ".join((inspect.getdoc(method) or "").split())
