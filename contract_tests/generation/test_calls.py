"""Every method passes on exactly the arguments that it was given."""

from __future__ import annotations

import asyncio
import inspect
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from onepay_api import OPERATIONS, UNSET, CallOptions, models
from onepay_core.model import wire_fields
from onepay_core.operation import Call
from support.contract import attribute_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from generation.contract import Contract
    from onepay_contract.document import Operation

GIVEN = CallOptions(timeout=7.0)


class Echo:
    """A caller that sends nothing, and gives the call back."""

    def call(self, call: Call[Any]) -> Call[Any]:
        return call


class AsyncEcho:
    """The same without blocking."""

    async def call(self, call: Call[Any]) -> Call[Any]:
        return call


def _plain(operation: Operation, method: str, /, **arguments: Any) -> Call[Any]:
    call: Call[Any] = getattr(_resource(operation, "")(Echo()), method)(**arguments)
    return call


def _waiting(operation: Operation, method: str, /, **arguments: Any) -> Call[Any]:
    call: Call[Any] = asyncio.run(getattr(_resource(operation, "Async")(AsyncEcho()), method)(**arguments))
    return call


@pytest.fixture(params=[_plain, _waiting], ids=["sync", "async"])
def made(request: pytest.FixtureRequest) -> Callable[..., Call[Any]]:
    maker: Callable[..., Call[Any]] = request.param
    return maker


def test_every_argument_arrives_under_its_name(contract: Contract, made: Callable[..., Call[Any]]) -> None:
    for operation in contract.operations.values():
        given = _marked(operation, operation.method_name)
        call = made(operation, operation.method_name, **given)
        names = [attribute_of(p.name) for p in operation.parameters if p.name != "x-idempotency"]

        assert isinstance(call, Call), operation.id
        assert call.operation is OPERATIONS[operation.id], operation.id
        assert call.arguments == {name: given[name] for name in names}, operation.id
        assert _common(call) == _expected_common(given), operation.id


def test_every_property_arrives_in_the_body(contract: Contract, made: Callable[..., Call[Any]]) -> None:
    for operation in contract.operations.values():
        given = _marked(operation, operation.method_name)
        call = made(operation, operation.method_name, **given)
        record = OPERATIONS[operation.id]

        if record.body is None:
            assert call.body is UNSET, operation.id
        else:
            names = [field.name for field in wire_fields(record.body.type)]
            assert names, operation.id
            assert {name: getattr(call.body, name) for name in names} == {name: given[name] for name in names}


def test_a_ready_made_body_arrives_as_it_is(contract: Contract, made: Callable[..., Call[Any]]) -> None:
    for operation in contract.operations.values():
        if operation.body_schema:
            given = _marked(operation, f"{operation.method_name}_from")
            call = made(operation, f"{operation.method_name}_from", **given)

            assert call.body is given["body"], operation.id
            assert call.operation is OPERATIONS[operation.id], operation.id
            assert call.arguments.items() <= given.items(), operation.id
            assert _common(call) == _expected_common(given), operation.id


def test_what_is_not_given_is_absent(contract: Contract, made: Callable[..., Call[Any]]) -> None:
    for operation in contract.operations.values():
        call = made(operation, operation.method_name, **_marked(operation, operation.method_name, only_required=True))
        optional = [p for p in operation.parameters if not p.required and p.name != "x-idempotency"]

        assert all(call.arguments[attribute_of(p.name)] is UNSET for p in optional), operation.id
        assert call.idempotency_key is None, operation.id


def test_only_a_withdrawal_to_an_account_has_a_body(contract: Contract, made: Callable[..., Call[Any]]) -> None:
    [withdraw] = [operation for operation in contract.operations.values() if operation.id == "balances_withdraw"]

    assert made(withdraw, "withdraw").body is UNSET
    assert made(withdraw, "withdraw", account_id="a").body == models.BalanceWithdraw(account_id="a")


def _resource(operation: Operation, prefix: str) -> Any:
    name = prefix + "".join(word.capitalize() for word in operation.tag.split("_"))
    return getattr(import_module(f"onepay_api.api.{operation.tag}"), name)


def _marked(operation: Operation, name: str, *, only_required: bool = False) -> dict[str, Any]:
    """An argument for each parameter of a method, each another."""
    parameters = list(inspect.signature(getattr(_resource(operation, ""), name)).parameters.values())[1:]
    chosen = [p for p in parameters if not only_required or p.default is inspect.Parameter.empty]
    return {parameter.name: GIVEN if parameter.name == "options" else f"<{parameter.name}>" for parameter in chosen}


def _common(call: Call[Any]) -> tuple[Any, ...]:
    return call.idempotency_key, call.customer_token, call.options


def _expected_common(given: dict[str, Any]) -> tuple[Any, ...]:
    return given.get("idempotency_key"), given.get("customer_token"), GIVEN
