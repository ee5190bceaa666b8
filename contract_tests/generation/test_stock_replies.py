"""What the stock output does with replies that are not as the contract says, and ours does not."""

from __future__ import annotations

import copy
import json
import pickle
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from onepay_api import (
    UNSET,
    DeviationKind,
    NoResponse,
    OnePayError,
    StatusError,
    UnreadableBody,
    models,
    read,
    to_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from generation.contract import Contract
    from generation.stock import Ours, Stock


@pytest.fixture
def payment(contract: Contract) -> dict[str, Any]:
    """A documented payment, for the test to bend."""
    value: dict[str, Any] = contract.document["components"]["examples"]["payment_approved"]["value"]
    return copy.deepcopy(value)


def test_an_unknown_enum_value_does_not_lose_the_reply(ours: Ours, stock: Stock, payment: dict[str, Any]) -> None:
    reply = httpx.Response(200, json={**payment, "status": "brand_new"})

    assert ours.get_payment(reply).status == "brand_new"
    with pytest.raises(ValueError, match="'brand_new' is not a valid PaymentStatus"):
        stock.get_payment(reply)


@pytest.mark.parametrize("field", ["allows", "splits", "created_at"])
def test_an_unexpected_null_does_not_lose_the_reply(
    ours: Ours, stock: Stock, payment: dict[str, Any], field: str
) -> None:
    reply = httpx.Response(200, json={**payment, field: None})

    assert getattr(ours.get_payment(reply), field) is None
    with pytest.raises((TypeError, AttributeError)):
        stock.get_payment(reply)


def test_a_missing_field_does_not_lose_the_reply(ours: Ours, stock: Stock, payment: dict[str, Any]) -> None:
    del payment["title"]
    reply = httpx.Response(200, json=payment)

    assert ours.get_payment(reply).title is UNSET
    with pytest.raises(KeyError, match="title"):
        stock.get_payment(reply)


def test_a_field_that_the_contract_does_not_know_is_sent_back(stock: Stock, payment: dict[str, Any]) -> None:
    body = {**payment, "loyalty_points": 7}

    ours_back = json.loads(to_json(_read(body)))
    stock_back = stock.model("Payment").from_dict(body).to_dict()

    assert ours_back["loyalty_points"] == 7
    assert "loyalty_points" not in stock_back


def test_a_value_of_the_wrong_type_is_reported(stock: Stock, payment: dict[str, Any]) -> None:
    body = {**payment, "amount": "150000"}

    [deviation] = read(json.dumps(body).encode(), models.Payment).deviations
    silent = stock.model("Payment").from_dict(body)

    assert (deviation.pointer, deviation.kind) == ("/amount", DeviationKind.WRONG_TYPE)
    assert silent.amount == "150000", "the stock model holds text where its type says int"


def test_a_method_with_a_surprising_null_keeps_its_type(stock: Stock, payment: dict[str, Any]) -> None:
    body = {**payment, "method": {**payment["method"], "brand": None}}

    reading = read(json.dumps(body).encode(), models.Payment)
    silent = stock.model("Payment").from_dict(body)

    assert isinstance(reading.value.method, models.CardMethod)
    assert [deviation.pointer for deviation in reading.deviations] == ["/method/brand"]
    assert isinstance(silent.method, dict), "the stock model falls back to a dict, and says nothing"


def test_a_status_that_http_does_not_know_is_an_error_of_ours(ours: Ours, stock: Stock) -> None:
    reply = httpx.Response(520, text="Web server is returning an unknown error")

    with pytest.raises(StatusError, match="HTTP 520"):
        ours.get_payment(reply)
    with pytest.raises(ValueError, match="520 is not a valid HTTPStatus"):
        stock.get_payment(reply)


@pytest.mark.parametrize("body", [b"<html>Unauthorized</html>", b"", b"\xff\xfe", b'{"message": "cut'])
def test_an_error_without_json_is_an_error_of_ours(ours: Ours, stock: Stock, body: bytes) -> None:
    reply = httpx.Response(401, content=body)

    with pytest.raises(StatusError) as caught:
        ours.get_payment(reply)
    with pytest.raises(ValueError):  # noqa: PT011 - a raw JSONDecodeError or UnicodeDecodeError
        stock.get_payment(reply)

    assert (caught.value.status, caught.value.body) == (401, body)


@pytest.mark.parametrize("body", ["Unauthorized", 7, None, ["x"]])
def test_an_error_in_another_json_shape_is_an_error_of_ours(ours: Ours, stock: Stock, body: object) -> None:
    reply = httpx.Response(401, json=body)

    with pytest.raises(StatusError, match="HTTP 401"):
        ours.get_payment(reply)
    with pytest.raises((TypeError, ValueError, AttributeError)):
        stock.get_payment(reply)


@pytest.mark.parametrize("body", [b"<html>", b"", b'{"id": "cut', b"\xff"])
def test_a_success_without_json_is_an_error_of_ours(ours: Ours, stock: Stock, body: bytes) -> None:
    reply = httpx.Response(200, content=body)

    with pytest.raises(UnreadableBody) as caught:
        ours.get_payment(reply)
    with pytest.raises(ValueError):  # noqa: PT011 - a raw JSONDecodeError or UnicodeDecodeError
        stock.get_payment(reply)

    assert caught.value.body == body


@pytest.mark.parametrize("failure", [httpx.ReadError("cut"), httpx.ConnectError("no"), httpx.ReadTimeout("late")])
def test_a_broken_connection_is_an_error_of_ours(ours: Ours, stock: Stock, failure: httpx.RequestError) -> None:
    with pytest.raises(NoResponse, match=type(failure).__name__):
        ours.get_payment(failure)
    with pytest.raises(httpx.RequestError) as caught:
        stock.get_payment(failure)

    assert not isinstance(caught.value, OnePayError)


def _pickled(model: object) -> object:
    return pickle.loads(pickle.dumps(model))  # noqa: S301 - our own


@pytest.mark.parametrize("copied", [copy.deepcopy, _pickled])
def test_a_copied_model_can_still_be_written_as_json(
    stock: Stock, payment: dict[str, Any], copied: Callable[[Any], Any]
) -> None:
    assert "partial_payment" not in payment, "the field that is absent is what the copy spoils"

    assert to_json(copied(_read(payment))) == to_json(_read(payment))
    with pytest.raises(TypeError, match="Unset is not JSON serializable"):
        json.dumps(copied(stock.model("Payment").from_dict(payment)).to_dict())


def _read(body: dict[str, Any]) -> models.Payment:
    return read(json.dumps(body).encode(), models.Payment).value
