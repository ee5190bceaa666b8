"""Errors say what happened, at which address, and what to do next, and give no advice that does not apply."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx
import pytest

import onepay_client
from onepay_api.models import DeclineCode
from onepay_client import (
    DECLINE_TEXTS,
    ApiError,
    InvalidRequest,
    InvalidResponse,
    InvalidValue,
    NotFound,
    NotSent,
    OnePay,
    OnePayError,
    OutcomeUnknown,
    ValidationFailed,
    models,
    outcome_of,
    payer_text,
)
from onepay_core.deviations import Deviation, DeviationKind
from support.scripted_client import ScriptedClient

ADDRESS: Final = "https://api.onepay.la/v1"
PAGE: Final = b"<!DOCTYPE html><html><title>Sign in to the wifi</title></html>"


def client_of(status: int, content: bytes) -> OnePay:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=content, headers={"content-type": "application/json"})

    return OnePay("sk_test_made_up", transport=httpx.MockTransport(answer), retries=0)


def error_of(status: int, body: Any, call: Callable[[OnePay], object]) -> OnePayError:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with client_of(status, content) as client, pytest.raises(OnePayError) as caught:
        call(client)
    return caught.value


def test_a_web_page_with_a_200_asks_about_proxy_and_portal() -> None:
    error = error_of(200, PAGE, lambda client: client.payments.get("p1"))

    assert isinstance(error, InvalidResponse)
    for words in (ADDRESS, "web page", "base_url", "proxy", "captive portal", "nothing was changed"):
        assert words in str(error)
    assert "give OnePay the request id" not in str(error)


def test_a_web_page_with_a_404_is_said_not_to_be_json() -> None:
    error = error_of(404, PAGE, lambda client: client.payments.get("p1"))

    assert isinstance(error, NotFound)
    assert f"The body is not JSON, so perhaps {ADDRESS} is wrong" in str(error)


def test_a_refused_get_is_not_told_to_take_a_new_key() -> None:
    error = error_of(422, {"message": "No."}, lambda client: client.payments.list(page=2))

    assert isinstance(error, ValidationFailed)
    assert "idempotency key" not in str(error)


def test_a_refused_write_is_told_to_take_a_new_key() -> None:
    error = error_of(422, {"message": "No."}, lambda client: client.payments.create(title="Café", amount=5_000))

    assert "a corrected request needs a new idempotency key" in str(error).lower()


def test_a_refusal_without_fields_points_to_the_message() -> None:
    body = {"message": "La suscripción ya fue cancelada."}
    error = error_of(422, body, lambda client: client.subscriptions.cancel("s1"))

    assert isinstance(error, ApiError)
    assert "error.message says, in Spanish, why" in str(error)
    assert "field_errors" not in str(error)
    assert error.message == body["message"]


def test_an_unknown_outcome_names_the_address() -> None:
    error = error_of(503, b"", lambda client: client.balances.withdraw(amount=5_000))

    assert isinstance(error, OutcomeUnknown)
    assert f"balances_withdraw at {ADDRESS}: " in str(error)


@pytest.mark.parametrize(
    ("amount", "advice"),
    [
        ("150000", "write int(amount)"),
        ("$150.000", "money.parse(amount)"),
        (150_000.0, "write int(amount)"),
        (1500.5, "from_cents() converts cents"),
    ],
)
def test_a_refused_amount_says_how_to_convert_it(amount: Any, advice: str) -> None:
    with client_of(200, b"{}") as client, pytest.raises(InvalidRequest) as caught:
        client.payments.create(title="Café", amount=amount)

    assert advice in str(caught.value)


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        (models.PseCharge(id="c1", url="https://pay.example.com"), "client.charges.get(made.id)"),
        ([], "Each of its items"),
        (models.Bank(id="b", name="Banco", logo=None), "Payments, charges"),
    ],
)
def test_what_has_no_outcome_says_where_to_learn_it(resource: Any, words: str) -> None:
    with pytest.raises(InvalidValue, match="has no outcome") as caught:
        outcome_of(resource)

    assert words in str(caught.value)


def public_errors() -> Iterator[type[OnePayError]]:
    for name in dir(onepay_client):
        found = getattr(onepay_client, name)
        if isinstance(found, type) and issubclass(found, OnePayError):
            yield found


def test_every_error_is_named_by_its_public_module() -> None:
    assert {error.__module__ for error in public_errors()} == {"onepay_client.errors"}
    assert pickle.loads(pickle.dumps(InvalidRequest)) is InvalidRequest  # noqa: S301 - our own


def test_every_decline_code_has_a_text_for_the_payer() -> None:
    assert set(DECLINE_TEXTS) == {str(code) for code in DeclineCode}
    assert all(text.endswith(".") and len(text) > 20 for text in DECLINE_TEXTS.values())
    assert payer_text(DeclineCode.CARD_EXPIRED) == "La tarjeta está vencida. Usa otra tarjeta."


@pytest.mark.parametrize("code", [None, "BRAND_NEW"])
def test_an_unknown_code_has_a_text_that_is_always_right(code: str | None) -> None:
    assert payer_text(code) == DECLINE_TEXTS["UNKNOWN"]


@pytest.mark.parametrize("code", ["STOLEN", "FRAUDULENT", "RISK_CONTROL"])
def test_a_suspicion_is_not_told_to_the_payer(code: str) -> None:
    assert payer_text(code) == payer_text("DONT_HONOR")


@pytest.mark.parametrize("value", [{"card": {"number": "4242"}}, [["4242"]], ({"a": "4242"},)])
def test_deep_values_are_not_in_the_repr_of_a_deviation(value: object) -> None:
    deviation = Deviation(("card",), DeviationKind.WRONG_TYPE, "string", value, hidden=False)

    assert "4242" not in repr(deviation)
    assert "4242" not in str(deviation)


@pytest.mark.parametrize("fast", [False, True])
def test_a_connection_error_names_the_proxy_without_password(both: ScriptedClient, *, fast: bool) -> None:
    client = both.made(proxy="http://me:hunter2@127.0.0.1:1", fast=fast, retries=0)
    with pytest.raises(NotSent) as caught:
        both.wait(client.payments.get("p1"))
    assert caught.value.proxy == "http://***@127.0.0.1:1"
    assert f"{ADDRESS} through the proxy {caught.value.proxy} was never reached" in str(caught.value)
    assert "hunter2" not in f"{caught.value!r} {pickle.dumps(caught.value)!r}"
    both.wait(client.close() if both.name == "sync" else client.aclose())


def test_an_unknown_outcome_names_the_proxy() -> None:
    error = OutcomeUnknown("charges_refund", sent="", how="", key=None, attempts=(), moves_money=True)
    error.address, error.proxy = "https://api.example", "http://proxy:3128"
    assert str(error).startswith("charges_refund at https://api.example through the proxy http://proxy:3128: ")
