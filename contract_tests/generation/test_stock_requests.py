"""What the stock output does with keys, headers, addresses and time limits, and ours does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from generation.stock import KEY, FakeNetwork
from onepay_api import CallOptions, InvalidRequest, models

if TYPE_CHECKING:
    from collections.abc import Callable

    from generation.contract import Contract
    from generation.stock import Ours, Stock


@pytest.fixture
def card(contract: Contract) -> dict[str, Any]:
    value: dict[str, Any] = contract.document["components"]["examples"]["card_create"]["value"]
    return value


@pytest.fixture
def ask(stock: Stock) -> Callable[..., Any]:
    return stock.operation("payments", "payments_get")


def test_the_key_is_not_shown(ours: Ours, stock: Stock) -> None:
    assert KEY not in repr(ours.client(FakeNetwork()))
    assert KEY in repr(stock.client(FakeNetwork()))


def test_a_header_of_one_call_does_not_stay_on_the_client(ours: Ours, stock: Stock, ask: Callable[..., Any]) -> None:
    wire, stock_wire = FakeNetwork(httpx.Response(404, json={})), FakeNetwork(httpx.Response(404, json={}))
    client, stock_client = ours.client(wire), stock.client(stock_wire)
    stock_client.get_httpx_client()

    for options in (CallOptions(headers={"X-Once": "1"}), CallOptions()):
        with pytest.raises(Exception, match="HTTP 404"):
            client.payments.get("id", options=options)
    stock_client.with_headers({"X-Once": "1"})
    ask("id", client=stock_client)

    assert ["X-Once" in request.headers for request in wire.requests] == [True, False]
    assert "X-Once" in stock_wire.requests[0].headers, "with_headers() promises a new client, and changes the old one"


def test_the_headers_that_a_caller_gives_stay_his_own(ours: Ours, stock: Stock) -> None:
    given, stock_given = {"X-Trace": "7"}, {"X-Trace": "7"}

    with pytest.raises(Exception, match="HTTP 404"):
        ours.client(FakeNetwork(httpx.Response(404, json={}))).payments.get("id", options=CallOptions(headers=given))
    stock.client(FakeNetwork(), headers=stock_given).get_httpx_client()

    assert given == {"X-Trace": "7"}
    assert stock_given == {"X-Trace": "7", "Authorization": f"Bearer {KEY}"}


def test_every_request_has_a_time_limit(ours: Ours, stock: Stock, ask: Callable[..., Any]) -> None:
    wire, stock_wire = FakeNetwork(httpx.Response(404, json={})), FakeNetwork(httpx.Response(404, json={}))

    with pytest.raises(Exception, match="HTTP 404"):
        ours.client(wire).payments.get("id")
    ask("id", client=stock.client(stock_wire))

    assert set(wire.requests[0].extensions["timeout"].values()) == {30.0}
    assert set(stock_wire.requests[0].extensions["timeout"].values()) == {None}


def test_cards_are_created_on_the_server_of_cards(ours: Ours, stock: Stock, card: dict[str, Any]) -> None:
    wire, stock_wire = FakeNetwork(), FakeNetwork(httpx.Response(404, json={}))

    ours.client(wire).cards.create_from(models.CardCreate(**card))
    body = stock.model("CardCreate").from_dict(card)
    stock.operation("cards", "cards_create")(client=stock.client(stock_wire), body=body, x_idempotency="k-1")

    assert str(wire.requests[0].url) == "https://cards.onepay.la/v1/cards"
    assert str(stock_wire.requests[0].url) == "https://api.onepay.la/v1/cards"


def test_cards_are_created_with_the_public_key(ours: Ours, stock: Stock, card: dict[str, Any]) -> None:
    wire, stock_wire = FakeNetwork(), FakeNetwork(httpx.Response(404, json={}))

    ours.client(wire).cards.create_from(models.CardCreate(**card))
    body = stock.model("CardCreate").from_dict(card)
    stock.operation("cards", "cards_create")(client=stock.client(stock_wire), body=body, x_idempotency="k-1")

    assert wire.requests[0].headers["Authorization"] == "Bearer pk_test_not_a_real_key"
    assert stock_wire.requests[0].headers["Authorization"] == f"Bearer {KEY}", "the secret key goes to the cards host"


def test_a_card_number_is_not_shown(stock: Stock, card: dict[str, Any]) -> None:
    number = card["card_number"]

    assert number not in repr(models.CardCreate(**card))
    assert number in repr(stock.model("CardCreate").from_dict(card))


def test_a_path_of_dots_does_not_leave_its_place(ours: Ours, stock: Stock, ask: Callable[..., Any]) -> None:
    wire, stock_wire = FakeNetwork(), FakeNetwork(httpx.Response(404, json={}))

    with pytest.raises(InvalidRequest, match="path"):
        ours.client(wire).payments.get("..")
    ask("..", client=stock.client(stock_wire))

    assert wire.requests == []
    assert stock_wire.requests[0].url.path == "/v1", "the stock client asks for something that is not a payment"


def test_an_idempotency_key_beyond_ascii_is_refused_in_our_words(
    ours: Ours, stock: Stock, card: dict[str, Any]
) -> None:
    wire, stock_wire = FakeNetwork(), FakeNetwork()

    with pytest.raises(InvalidRequest, match="x-idempotency"):
        ours.client(wire).cards.create_from(models.CardCreate(**card), idempotency_key="señal")
    with pytest.raises(UnicodeEncodeError):
        stock.operation("cards", "cards_create")(
            client=stock.client(stock_wire), body=stock.model("CardCreate").from_dict(card), x_idempotency="señal"
        )

    assert wire.requests == stock_wire.requests == []


def test_a_request_that_breaks_the_contract_is_not_sent(ours: Ours, stock: Stock) -> None:
    wire, stock_wire = FakeNetwork(), FakeNetwork(httpx.Response(404, json={}))
    wrong: Any = "a lot"

    with pytest.raises(InvalidRequest, match="/amount"):
        ours.client(wire).cashouts.create_from(_cashout(models, wrong))
    body = _cashout(stock.module("models"), wrong)
    stock.operation("cashouts", "cashouts_create")(client=stock.client(stock_wire), body=body, x_idempotency="k-1")

    assert wire.requests == []
    assert len(stock_wire.requests) == 1


def _cashout(package: Any, amount: Any) -> Any:
    return package.CashoutCreate(amount=amount, account_id="a", customer_id="c", method=package.CashoutMethod.ACH)
