"""The right key leaves for the right place, and never a wrong one."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any, Final

import pytest

from onepay_api import CallOptions
from onepay_client import AsyncOnePay, ConfigurationError, OnePay
from onepay_client.keys import checked_address, find_keys
from support.driving import Driven, answer

SECRET: Final = "sk_test_4711_made_up"  # noqa: S105 - made up
PUBLIC: Final = "pk_test_4711_made_up"
LIVE: Final = SECRET.replace("test", "live")

WRONG: Final = {
    "": "is empty",
    "   ": "is empty",
    "\n": "is empty",
    f"{SECRET}\n": "a blank or a line break",
    f" {SECRET}": "a blank or a line break",
    "sk_test_made up": "a blank or a line break",
    "sk_test_made\tup": "a blank or a line break",
    "sk_test_made\u00a0up": "a blank or a line break",
    f'"{SECRET}"': "a quotation mark",
    f"'{SECRET}'": "a quotation mark",
    f"\u201c{SECRET}\u201d": "a quotation mark",
    "sk_test_caf\u00e9": "characters that no key has",
    "sk_test_\x7f": "characters that no key has",
    PUBLIC: "is a public key",
    "4711": "no prefix that OnePay documents",
    "Bearer_sk_test_4711": "no prefix that OnePay documents",
}


@pytest.mark.parametrize(("key", "fault"), WRONG.items())
@pytest.mark.parametrize("client", [OnePay, AsyncOnePay])
def test_an_impossible_key_is_refused_before_anything_leaves(client: Any, key: str, fault: str) -> None:
    with pytest.raises(ConfigurationError, match=fault) as caught:
        client(key)
    assert "4711" not in f"{caught.value}{caught.value!r}{pickle.dumps(caught.value)!r}"


@pytest.mark.parametrize(("key", "fault"), [(SECRET, "is a secret key"), ("", "is empty")])
def test_a_secret_key_is_not_taken_for_a_public_one(key: str, fault: str) -> None:
    with pytest.raises(ConfigurationError, match=fault):
        OnePay(SECRET, public_key=key)


@pytest.mark.parametrize("key", [None, ""])
def test_no_key_at_all_is_an_error_that_names_the_variable(key: str | None) -> None:
    with pytest.raises(ConfigurationError, match="ONEPAY_API_KEY" if key is None else "empty"):
        find_keys(key, None, None, {})


def test_keys_come_from_the_environments_variables() -> None:
    keys = find_keys(None, None, None, {"ONEPAY_API_KEY": SECRET, "ONEPAY_PUBLIC_KEY": PUBLIC})
    assert (keys.secret_key, keys.public_key, keys.environment) == (SECRET, PUBLIC, "test")


def test_an_argument_comes_before_a_variable() -> None:
    assert find_keys(LIVE, None, None, {"ONEPAY_API_KEY": SECRET}).secret_key == LIVE


@pytest.mark.parametrize(("key", "environment"), [(SECRET, "live"), (LIVE, "test"), ("sk_other_4711", "live")])
def test_a_key_of_another_environment_is_refused(key: str, environment: str) -> None:
    with pytest.raises(ConfigurationError, match=f'environment is "{environment}"') as caught:
        find_keys(key, None, environment, {})
    assert "4711" not in str(caught.value)


@pytest.mark.parametrize("environment", ["production", LIVE])
def test_only_two_environments_are_known(environment: str) -> None:
    with pytest.raises(ConfigurationError, match='"test" or "live"') as caught:
        find_keys(SECRET, None, environment, {})
    assert environment not in str(caught.value)


def test_keys_of_two_environments_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="different environments"):
        find_keys(LIVE, PUBLIC, None, {})


def test_keys_are_never_shown() -> None:
    client = OnePay(SECRET, public_key=PUBLIC)
    texts = [repr(client), str(client), repr(client.settings), repr(client.settings.keys), str(client.settings.keys)]
    assert not any("4711" in text for text in texts)


@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.deepcopy])
def test_a_key_is_never_pickled(duplicate: Callable[[object], object]) -> None:
    client = OnePay(SECRET, public_key=PUBLIC)
    [send] = Driven("payments_get", answer(404)).sent
    for holder in (client, client.settings, client.settings.keys, send, send.request):
        with pytest.raises(TypeError, match=r"never pickled|cannot pickle") as caught:
            duplicate(holder)
        assert "4711" not in str(caught.value)


def test_only_the_creation_of_cards_carries_the_public_key() -> None:
    for operation, key in (("cards_create", "pk_test_made_up"), ("payments_get", "sk_test_made_up")):
        [send] = Driven(operation, answer(404)).sent
        assert send.request.headers["Authorization"] == f"Bearer {key}"


def test_an_operation_whose_key_is_missing_sends_nothing() -> None:
    driven = Driven("cards_create", answer(200), keys=find_keys(SECRET, None, None, {}))
    assert driven.sent == []
    assert isinstance(driven.error, ConfigurationError)
    assert "ONEPAY_PUBLIC_KEY" in str(driven.error)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.onepay.la/v1",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://0.0.0.0",
        "http://10.0.0.1",
        "ftp://api.onepay.la",
        "api.onepay.la/v1",
        "https://",
        "",
        "https://user@api.onepay.la",
        "https://user:secret@api.onepay.la",
        "https://api.onepay.la/v1?a=b",
        "https://api.onepay.la/v1#a",
        "https://[::1",
    ],
)
def test_no_key_leaves_for_such_an_address(url: str) -> None:
    with pytest.raises(ConfigurationError, match="base_url"):
        OnePay(SECRET, base_url=url)
    with pytest.raises(ConfigurationError, match="cards_url"):
        OnePay(SECRET, cards_url=url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:1", "http://127.9.9.9"])
def test_plain_http_is_for_this_machine(url: str) -> None:
    assert checked_address("base_url", f"{url}/") == url


@pytest.mark.parametrize("header", ["Authorization", "authorization", "X-Idempotency", "x-idempotency"])
def test_the_headers_that_matter_cannot_be_replaced(header: str) -> None:
    driven = Driven("cashouts_create", answer(200), options=CallOptions(headers={header: "Bearer sk_live_4711"}))
    assert driven.sent == []
    assert isinstance(driven.error, ConfigurationError)
