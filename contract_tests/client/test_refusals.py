"""Some requests can never be sent, checked or not; what the contract does not know is sent when named as such."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import pytest
from msgspec import Struct

from onepay_api import UNSET, CallOptions, InvalidRequest, StatusError, Undocumented
from onepay_api.models import PaymentCreate
from onepay_contract.document import Operation
from support.client_variants import ClientVariant
from support.every import both_sides

HALF: Final = "\ud800"
CHECKED_OR_NOT: Final = [CallOptions(), CallOptions(check=False)]


class Foreign:
    """A class of somebody else's."""


def around_itself() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


def branching_around_itself() -> list[Any]:
    value: list[Any] = []
    value += [value, value]
    return value


def nested(depth: int, wrap: Callable[[Any], Any]) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = wrap(value)
    return value


class Wrapped(Struct):
    """A class that JSON can hold, and that can hold itself."""

    inner: Any


def refused(side: ClientVariant, operation: Operation, *args: Any, **kwargs: Any) -> str:
    side.wire.answer(500)
    with pytest.raises(InvalidRequest) as caught:
        side.method(operation)(*args, **kwargs)
    assert side.wire.requests == []
    return "\n".join(violation.pointer for violation in caught.value.violations)


@both_sides
@pytest.mark.parametrize("options", CHECKED_OR_NOT, ids=["checked", "unchecked"])
@pytest.mark.parametrize("payment_id", ["", ".", "..", HALF, None, 5, UNSET, ["a"]])
def test_an_id_that_cannot_stand_in_its_place_is_never_sent(
    payment_id: Any, options: CallOptions, operations: dict[str, Operation], side: ClientVariant
) -> None:
    assert refused(side, operations["payments_get"], payment_id, options=options) == "/path/payment_id"


@both_sides
@pytest.mark.parametrize("options", CHECKED_OR_NOT, ids=["checked", "unchecked"])
@pytest.mark.parametrize("key", ["", " ", "a\nb", "a\r\nX-Other: 1", "ñ", "a ", "\x00"])
def test_a_key_that_cannot_stand_in_a_header_is_never_sent(
    key: str, options: CallOptions, operations: dict[str, Operation], side: ClientVariant
) -> None:
    pointer = refused(side, operations["payments_create"], title="Café", idempotency_key=key, options=options)
    assert pointer == "/header/x-idempotency"


@both_sides
@pytest.mark.parametrize("options", CHECKED_OR_NOT, ids=["checked", "unchecked"])
@pytest.mark.parametrize(
    "value",
    [HALF, {HALF: "a"}, Foreign(), around_itself(), branching_around_itself(), {("a", "b"): "c"}],
    ids=[
        "half a character",
        "half a character as key",
        "an object of a foreign class",
        "a circle",
        "two circles",
        "a pair as key",
    ],
)
def test_a_body_that_json_cannot_hold_is_never_sent(
    value: Any, options: CallOptions, operations: dict[str, Operation], side: ClientVariant
) -> None:
    assert refused(side, operations["payments_create"], title=value, options=options) == ""


WRAPPERS: Final[dict[str, Callable[[Any], Any]]] = {
    "lists": lambda value: [value],
    "objects": lambda value: {"a": value},
    "tuples": lambda value: (value,),
    "structs": Wrapped,
    "undocumented fields": lambda value: Undocumented({"a": value}),
    "both": lambda value: [1, {"a": [value]}],
}


@both_sides
@pytest.mark.parametrize("options", CHECKED_OR_NOT, ids=["checked", "unchecked"])
@pytest.mark.parametrize("wrap", WRAPPERS.values(), ids=WRAPPERS)
@pytest.mark.parametrize("depth", [100, 1_000, 20_000])
def test_a_body_that_is_nested_too_deeply_is_never_sent(
    depth: int, wrap: Callable[[Any], Any], options: CallOptions, operations: dict[str, Operation], side: ClientVariant
) -> None:
    assert refused(side, operations["payments_create"], title=nested(depth, wrap), options=options) == ""


@both_sides
@pytest.mark.parametrize("depth", [100, 1_000, 20_000])
def test_deep_extra_fields_are_never_sent(depth: int, operations: dict[str, Operation], side: ClientVariant) -> None:
    options = CallOptions(body={"extra": nested(depth, lambda value: [value])})
    assert refused(side, operations["payments_create"], title="Café", options=options) == ""


@both_sides
def test_the_deepest_body_that_is_allowed_is_sent(operations: dict[str, Operation], side: ClientVariant) -> None:
    extra = nested(99, lambda value: [value])
    side.wire.answer(500)
    with pytest.raises(StatusError):
        side.method(operations["payments_create"])(title="Café", options=CallOptions(body={"extra": extra}))
    assert json.loads(side.wire.requests[0].content)["extra"] == extra


@both_sides
@pytest.mark.parametrize("options", CHECKED_OR_NOT, ids=["checked", "unchecked"])
def test_a_filter_that_no_address_can_hold_is_never_sent(
    options: CallOptions, operations: dict[str, Operation], side: ClientVariant
) -> None:
    pointer = refused(side, operations["invoices_list"], filter_id=HALF, options=options)
    assert pointer.startswith("/query")


@both_sides
@pytest.mark.parametrize(
    ("settings", "operation", "fields"),
    [
        ({"secret_key": None}, "balances_get", {}),
        ({"secret_key": ""}, "balances_get", {}),
        ({"secret_key": "sk_test_\n"}, "balances_get", {}),
        (
            {"public_key": None},
            "cards_create",
            {
                "card_number": "4111111111111111",
                "expiration_year": "28",
                "expiration_month": "12",
                "ccv": "123",
                "holder_name": "Mariana Ospina",
                "customer_id": "an_id",
                "authorization": True,
            },
        ),
    ],
)
def test_nothing_is_sent_without_the_operations_key(
    settings: dict[str, Any],
    operation: str,
    fields: dict[str, Any],
    operations: dict[str, Operation],
    side: ClientVariant,
) -> None:
    side.wire.answer(500)
    method = side.method(operations[operation], client=side.made(**settings))
    with pytest.raises(InvalidRequest, match="/header/Authorization"):
        method(**fields)
    assert side.wire.requests == []


@both_sides
def test_a_moment_without_a_time_zone_is_refused(operations: dict[str, Operation], side: ClientVariant) -> None:
    naive = datetime(2026, 3, 1, 9, 0)  # noqa: DTZ001 - the mistake that is tested
    operation = operations["subscriptions_create"]
    assert refused(side, operation, customer_id="an_id", plan_id="a_plan", start_date=naive) == "/start_date"


@both_sides
def test_a_number_that_json_cannot_write_is_refused(operations: dict[str, Operation], side: ClientVariant) -> None:
    split = {"account_id": "an_id", "split_type": "percentage", "split_value": float("nan")}
    pointer = refused(side, operations["payments_create"], title="Café", splits=[split])
    assert pointer == "/splits/0/split_value"


@both_sides
def test_undocumented_arguments_are_sent_when_named_as_such(
    operations: dict[str, Operation], side: ClientVariant
) -> None:
    side.wire.answer(500)
    options = CallOptions(headers={"X-Trace": "abc"}, query={"expand": "customer"}, body={"colour": "red"})
    with pytest.raises(StatusError):
        side.method(operations["payments_create"])(title="Café", options=options)
    [request] = side.wire.requests
    assert request.headers["x-trace"] == "abc"
    assert request.url.params["expand"] == "customer"
    assert json.loads(request.content) == {"title": "Café", "colour": "red"}


@both_sides
@pytest.mark.parametrize("check", [True, False])
def test_undocumented_fields_of_a_model_are_sent(
    operations: dict[str, Operation], side: ClientVariant, *, check: bool
) -> None:
    body = PaymentCreate(title="Café", undocumented=Undocumented({"colour": "red"}))
    side.wire.answer(500)
    with pytest.raises(StatusError):
        side.method(operations["payments_create"], "_from")(body, options=CallOptions(check=check))
    [request] = side.wire.requests
    assert json.loads(request.content) == {"title": "Café", "colour": "red"}
