"""What was measured to go wrong in the payment libraries of others, asked of ours."""

from __future__ import annotations

import inspect
import logging
import ssl
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from generation.stock import KEY, FakeNetwork, output_of
from onepay_api import AsyncClient, Client, InvalidRequest, NoResponse, OnePayError, models

if TYPE_CHECKING:
    from generation.contract import Contract
    from generation.stock import Ours, output_of


@pytest.fixture
def card(contract: Contract) -> models.CardCreate:
    return models.CardCreate(**contract.document["components"]["examples"]["card_create"]["value"])


def test_a_post_that_was_cut_off_is_sent_once_and_with_a_key(ours: Ours, card: models.CardCreate) -> None:
    wire = FakeNetwork(httpx.ReadError("cut after the request was read"))

    with pytest.raises(NoResponse) as caught:
        ours.client(wire).cards.create_from(card)

    [request] = wire.requests
    assert len(request.headers["x-idempotency"]) == 36
    assert caught.value.may_have_arrived


def test_two_intentions_never_share_a_key(ours: Ours, card: models.CardCreate) -> None:
    wire = FakeNetwork()

    for _ in range(2):
        ours.client(wire).cards.create_from(card)

    first, second = (request.headers["x-idempotency"] for request in wire.requests)
    assert first != second


@pytest.mark.parametrize("reply", [httpx.Response(200, json={}), httpx.Response(422, json={}), httpx.ReadError("cut")])
def test_neither_card_number_nor_key_is_logged_at_any_level(
    ours: Ours, card: models.CardCreate, reply: httpx.Response | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = ours.client(FakeNetwork(reply))

    try:
        client.cards.create_from(card)
    except OnePayError:
        logging.getLogger("shop").exception("not saved: %r, %r", client, card)

    assert caplog.text
    for canary in (card.card_number, "'123'", KEY, "pk_test_"):
        assert canary not in caplog.text


def test_certificates_are_verified() -> None:
    with Client(KEY) as client:
        mode = attrgetter("_http._transport._pool._ssl_context.verify_mode")(client)
    assert mode is ssl.CERT_REQUIRED


def test_importing_does_not_touch_how_others_verify_certificates() -> None:
    output_of(
        "import ssl\n"
        "def state(): return ssl._create_default_https_context, ssl.SSLContext, ssl.create_default_context\n"
        "before = state()\n"
        "import onepay_api; onepay_api.Client('sk_test_x').payments\n"
        "assert before == state()"
    )


def test_all_calls_of_a_client_go_through_one_session() -> None:
    with Client(KEY) as client:
        assert vars(client.payments)["_caller"] is vars(client.charges)["_caller"] is client
        assert client.payments is client.payments


def test_every_setting_of_a_client_changes_what_is_sent(card: models.CardCreate) -> None:
    wire = FakeNetwork()
    settings: dict[str, Any] = {
        "secret_key": "sk_test_one",
        "public_key": "pk_test_two",
        "base_url": "https://api.example.com/v9",
        "cards_url": "https://cards.example.com/v9",
        "timeout": 7.0,
        "check": False,
        "http": httpx.Client(transport=wire.transport),
    }
    client = Client(**settings)

    client.cards.create_from(card)
    client.cashouts.create_from(_forbidden())

    for kind in (Client, AsyncClient):
        assert settings.keys() == set(inspect.signature(kind).parameters)
    assert [str(r.url) for r in wire.requests] == [
        "https://cards.example.com/v9/cards",
        "https://api.example.com/v9/cashouts",
    ]
    assert [r.headers["Authorization"] for r in wire.requests] == ["Bearer pk_test_two", "Bearer sk_test_one"]
    assert {*wire.requests[0].extensions["timeout"].values()} == {7.0}


def test_a_request_is_checked_unless_somebody_says_otherwise(ours: Ours) -> None:
    wire = FakeNetwork()

    with pytest.raises(InvalidRequest):
        ours.client(wire).cashouts.create_from(_forbidden())

    assert wire.requests == []


def _forbidden() -> models.CashoutCreate:
    amount: Any = "a lot"
    return models.CashoutCreate(amount=amount, account_id="a", customer_id="c", method=models.CashoutMethod.ACH)
