"""Options of a client and of a call: what cannot be right is refused when it is given, and named."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Any, Final

import httpx
import pytest

import onepay_client
from onepay_api.servers import API_SERVER, CARDS_SERVER
from onepay_client import AsyncOnePay, CallOptions, ConfigurationError, Environment, OnePay, Timeouts
from onepay_client.errors import WrongArguments
from onepay_client.settings import Runtime

KEY: Final = "sk_test_made_up_4711"
PUBLIC_KEY: Final = "pk_test_made_up_4711"
LOCAL: Final = "http://127.0.0.1:9/v1"

classes: Final = pytest.mark.parametrize("client", [OnePay, AsyncOnePay])


def shown(value: object) -> str:
    """A name for a case that is the same in every process."""
    return ascii(value)[:30] if isinstance(value, (str, int, float)) else type(value).__name__


NO_SECONDS: Final = (0, -1, math.nan, math.inf, 10**400, True, "5", [5], b"5", object())


@classes
@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("enviroment", "environment"),
        ("base_ulr", "base_url"),
        ("journel", "journal"),
        ("max_retries", "retries"),
        ("time_out", "timeout"),
        ("public_keys", "public_key"),
        ("httpclient", "http_client"),
        ("Transport", "transport"),
    ],
)
def test_misspelt_client_option_names_the_nearest(client: Any, wrong: str, right: str) -> None:
    with pytest.raises(WrongArguments, match=f"'{wrong}'. Did you mean {right}?"):
        client(KEY, **{wrong: None})


@pytest.mark.parametrize(
    ("make", "right"),
    [
        (lambda: CallOptions(max_retries=0), "retries"),  # type: ignore[call-arg]
        (lambda: CallOptions(header={}), "headers"),  # type: ignore[call-arg]
        (lambda: Timeouts(conect=1), "connect"),  # type: ignore[call-arg]
        (lambda: onepay_client.Backoff(bse=1), "base"),  # type: ignore[call-arg]
        (lambda: Environment(card=LOCAL), "cards"),  # type: ignore[call-arg]
        (lambda: Runtime(slep=print), "sleep"),  # type: ignore[call-arg]
    ],
)
def test_misspelt_option_of_an_options_object_is_named(make: Callable[[], object], right: str) -> None:
    with pytest.raises(WrongArguments, match=f"Did you mean {right}"):
        make()


def test_misspelt_argument_of_a_method_is_named() -> None:
    with OnePay(KEY, base_url=LOCAL) as client, pytest.raises(WrongArguments, match="Did you mean amount"):
        client.payments.create(title="x", amuont=1)  # type: ignore[call-arg]


def test_missing_argument_of_an_async_method_is_named() -> None:
    async def create() -> None:
        await AsyncOnePay(KEY, base_url=LOCAL).payments.get()  # type: ignore[call-arg]

    with pytest.raises(WrongArguments, match="'payment_id'"):
        asyncio.run(create())


def test_name_that_may_be_data_is_not_repeated() -> None:
    with pytest.raises(WrongArguments) as caught:
        OnePay(KEY, **{"4242424242424242": 1})  # type: ignore[arg-type]
    assert "4242" not in str(caught.value)


@classes
@pytest.mark.parametrize("name", ["timeout", "deadline"])
@pytest.mark.parametrize("value", NO_SECONDS, ids=shown)
def test_what_is_no_number_of_seconds_is_refused(client: Any, name: str, value: object) -> None:
    with pytest.raises(ConfigurationError, match=name):
        client(KEY, **{name: value})
    with pytest.raises(ConfigurationError, match=name):
        CallOptions(**{name: value})  # type: ignore[arg-type]


WRONG: Final[list[tuple[str, object]]] = [
    ("retries", -1),
    ("retries", True),
    ("retries", 1.0),
    ("retries", 10**30),
    ("retries", None),
    ("max_body", 0),
    ("max_body", 1.5),
    ("max_body", 10**30),
    ("check", "no"),
    ("check", None),
    ("allow_long_keys", 1),
    ("http2", "yes"),
    ("backoff", 1.0),
    ("runtime", {}),
    ("journal", "journal.db"),
    ("journal", onepay_client.SqliteJournal),
    ("observers", print),
    ("observers", [print]),
    ("observers", {"a": 1}),
    ("proxy", 3128),
    ("proxy", b"http://127.0.0.1"),
    ("proxy", "127.0.0.1:3128"),
    ("proxy", "ftp://127.0.0.1"),
    ("public_key", 4711),
    ("environment", "prod"),
    ("environment", ["test"]),
    ("base_url", None),
    ("base_url", httpx.URL("https://api.example.org")),
    ("base_url", "https://api.example.org:99999"),
    ("base_url", "https://api.example.org/\n"),
    ("base_url", "https://api.example.org/\ud83d"),
    ("transport", httpx.HTTPTransport),
    ("transport", object()),
    ("http_client", object()),
    ("http_client", httpx.Client),
]


@classes
@pytest.mark.parametrize(("name", "value"), WRONG, ids=shown)
def test_wrong_value_of_an_option_is_refused_at_once(client: Any, name: str, value: object) -> None:
    with pytest.raises(ConfigurationError, match=name):
        client(KEY, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("retries", -1), ("retries", True), ("check", 1), ("headers", None), ("headers", {"a": 1}), ("query", {1: "a"})],
)
def test_wrong_value_of_a_call_option_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match=name):
        CallOptions(**{name: value})


def test_options_of_another_kind_are_refused_by_a_method() -> None:
    with (
        OnePay(KEY, base_url=LOCAL) as client,
        pytest.raises(ConfigurationError, match="options must be a CallOptions, not a dict"),
    ):
        client.balances.get(options={"timeout": 1})  # type: ignore[arg-type]


def test_client_of_the_other_kind_is_refused() -> None:
    with httpx.Client() as http, pytest.raises(ConfigurationError, match=r"must be an httpx\.AsyncClient"):
        AsyncOnePay(KEY, http_client=http)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=r"must be an httpx\.Client"):
        OnePay(KEY, http_client=httpx.AsyncClient())  # type: ignore[arg-type]


def test_transport_of_the_other_kind_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="handle_request"):
        OnePay(KEY, transport=httpx.AsyncHTTPTransport())  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="handle_async_request"):
        AsyncOnePay(KEY, transport=httpx.HTTPTransport())  # type: ignore[arg-type]


@classes
def test_one_host_of_two_is_refused(client: Any) -> None:
    with pytest.raises(ConfigurationError, match="Name cards_url too"):
        client(KEY, public_key=PUBLIC_KEY, base_url=LOCAL)
    with pytest.raises(ConfigurationError, match="Name base_url too"):
        client(KEY, cards_url=LOCAL)


def test_without_public_key_no_card_number_can_leave() -> None:
    with OnePay(KEY, base_url=LOCAL) as client, pytest.raises(ConfigurationError, match="public key"):
        client.request("POST", "/cards", {"card_number": "4242424242424242"}, cards_host=True)


@pytest.mark.parametrize(
    ("environment", "servers"),
    [
        (Environment(), {API_SERVER: API_SERVER, CARDS_SERVER: CARDS_SERVER}),
        (Environment(api=LOCAL), {API_SERVER: LOCAL, CARDS_SERVER: LOCAL}),
        (
            Environment(api=f"{LOCAL}/", cards="https://c.example.org"),
            {API_SERVER: LOCAL, CARDS_SERVER: "https://c.example.org"},
        ),
    ],
)
def test_environment_names_both_hosts(environment: Environment, servers: dict[str, str]) -> None:
    with OnePay(KEY, environment=environment, public_key=PUBLIC_KEY) as client:
        assert client.settings.servers == servers


def test_environment_beside_an_address_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="leave out base_url"):
        OnePay(KEY, environment=Environment(api=LOCAL), base_url=LOCAL)
    with pytest.raises(ConfigurationError, match=r"Environment\.api is plain http"):
        Environment(api="http://api.example.org")


@classes
@pytest.mark.parametrize("variable", ["ALL_PROXY", "https_proxy"])
@pytest.mark.parametrize("address", ["socks://u:hunter2@127.0.0.1:1080", "http://u:hunter2@[::1", "ftp://u:hunter2@h"])
def test_broken_proxy_of_the_environment_is_named(
    client: Any, variable: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, address)
    with pytest.raises(ConfigurationError, match=variable) as caught:
        client(KEY)
    assert address.partition("@")[2] in str(caught.value)
    assert "hunter2" not in str(caught.value)


@classes
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_unreadable_certificates_are_named(
    client: Any, content: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    path = tmp_path / "gone.pem"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with pytest.raises(ConfigurationError, match=r"SSL_CERT_FILE=.*gone\.pem"):
        client(KEY)
