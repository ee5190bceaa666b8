"""The right key leaves for the right place, and never a wrong one."""

from __future__ import annotations

import asyncio
import copy
import os
import pickle
import traceback
from collections.abc import Callable
from typing import Any, Final, cast

import httpx
import pytest

from onepay_api import CallOptions
from onepay_api.servers import API_SERVER, CARDS_SERVER
from onepay_client import AsyncOnePay, ConfigurationError, Environment, NotFound, OnePay
from onepay_client.settings import SANDBOX_KEY, find_keys
from onepay_conformance import target
from onepay_contract import document
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
@pytest.mark.parametrize("key", [SECRET, LIVE])
def test_plain_http_to_this_machine_takes_any_key(url: str, key: str) -> None:
    with OnePay(key, base_url=f"{url}/") as client:
        assert client.settings.servers[API_SERVER] == url


PRIVATE: Final = ("http://sandbox:8080/v1", "http://host.docker.internal:8700", "http://pay.test", "http://box_1.local")


@pytest.mark.parametrize("url", PRIVATE)
def test_names_of_a_private_network_take_test_keys(url: str) -> None:
    OnePay(SECRET, base_url=url).close()
    for key in (LIVE, "sk_other_4711"):
        with pytest.raises(ConfigurationError, match="only carries test keys") as caught:
            OnePay(key, base_url=url)
        assert "4711" not in str(caught.value)


@pytest.mark.parametrize("number", ["http://2130706433", "http://0x7f000001", "http://134744072:80", "http://1"])
def test_number_in_place_of_a_name_takes_no_key(number: str) -> None:
    with pytest.raises(ConfigurationError, match="plain http"):
        OnePay(SECRET, base_url=number)


def test_host_that_is_named_takes_test_keys_over_plain_http() -> None:
    named = Environment(api="http://10.0.0.5:8080/v1", insecure_hosts=("10.0.0.5",))
    OnePay(SECRET, environment=named).close()
    with pytest.raises(ConfigurationError, match=r"'10\.0\.0\.5' is reached over plain http"):
        OnePay(LIVE, environment=named)
    with pytest.raises(ConfigurationError, match=r"Environment\.cards is plain http"):
        Environment(api=named.api, cards="http://10.0.0.6", insecure_hosts=("10.0.0.5",))


@pytest.mark.parametrize("hosts", ["10.0.0.5", ["10.0.0.5"], ("http://10.0.0.5",), (5,), ("",)])
def test_insecure_hosts_are_a_tuple_of_hosts(hosts: Any) -> None:
    with pytest.raises(ConfigurationError, match="insecure_hosts must be a tuple"):
        Environment(insecure_hosts=hosts)


@pytest.mark.parametrize(
    ("url", "api", "cards"),
    [
        ("http://127.0.0.1:8700", "http://127.0.0.1:8700/v1", "http://127.0.0.1:8700/cards/v1"),
        ("http://sandbox:8080/", "http://sandbox:8080/v1", "http://sandbox:8080/cards/v1"),
        ("http://10.0.0.5/v1", "http://10.0.0.5/v1", "http://10.0.0.5/cards/v1"),
        ("https://play.example.org", "https://play.example.org/v1", "https://play.example.org/cards/v1"),
    ],
)
def test_sandbox_makes_a_client_of_one_address(url: str, api: str, cards: str) -> None:
    for client in (OnePay.sandbox(url=url), AsyncOnePay.sandbox(url=url)):
        assert client.settings.servers == {API_SERVER: api, CARDS_SERVER: cards}
        assert (client.settings.keys.secret_key, client.settings.keys.public_key) == (SANDBOX_KEY, "pk_test_sandbox")
    with pytest.raises(ConfigurationError, match="leave out base_url"):
        OnePay.sandbox(url=url, base_url=url)


@pytest.mark.parametrize("url", ["sandbox:8080", "", "http://", "http://u:p@sandbox", 5])
def test_sandbox_refuses_what_is_no_address(url: Any) -> None:
    with pytest.raises(ConfigurationError, match="url must"):
        OnePay.sandbox(url=url)


VARIABLES: Final = [
    ({"ONEPAY_BASE_URL": "http://sandbox:8080"}, "http://sandbox:8080/v1", "http://sandbox:8080/cards/v1"),
    (
        {"ONEPAY_BASE_URL": "https://a.example.org/v1/", "ONEPAY_CARDS_URL": "https://c.example.org/v1"},
        "https://a.example.org/v1",
        "https://c.example.org/v1",
    ),
    (
        {"ONEPAY_BASE_URL": "http://10.0.0.5", "ONEPAY_INSECURE_HOSTS": "10.0.0.4, 10.0.0.5"},
        "http://10.0.0.5/v1",
        "http://10.0.0.5/cards/v1",
    ),
    ({"ONEPAY_BASE_URL": " "}, API_SERVER, CARDS_SERVER),
]


@pytest.mark.parametrize(("variables", "api", "cards"), VARIABLES)
def test_variables_name_the_hosts_of_client_and_checks_alike(
    variables: dict[str, str], api: str, cards: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**variables, "ONEPAY_API_KEY": SECRET, "ONEPAY_PUBLIC_KEY": PUBLIC}.items():
        monkeypatch.setenv(name, value)
    with OnePay() as client:
        assert client.settings.servers == {API_SERVER: api, CARDS_SERVER: cards}
    checked = target.from_environment(os.environ, document.load())
    assert checked is not None
    assert (checked.api, checked.cards) == (api, cards)
    with OnePay(environment=Environment()) as client:
        assert client.settings.servers == {API_SERVER: API_SERVER, CARDS_SERVER: CARDS_SERVER}
    with OnePay(base_url="http://127.0.0.1:9/v1", cards_url="http://127.0.0.1:9/v1") as client:
        assert client.settings.servers[API_SERVER] == "http://127.0.0.1:9/v1"


@pytest.mark.parametrize(
    ("variables", "fault"),
    [
        ({"ONEPAY_CARDS_URL": "https://c.example.org"}, "ONEPAY_BASE_URL is not"),
        ({"ONEPAY_BASE_URL": "https://a.example.org"}, "Set ONEPAY_CARDS_URL as well"),
        ({"ONEPAY_BASE_URL": "http://10.0.0.5"}, "ONEPAY_BASE_URL is plain http"),
        ({"ONEPAY_BASE_URL": "sandbox"}, "ONEPAY_BASE_URL must be an address"),
        ({"ONEPAY_BASE_URL": "http://a", "ONEPAY_INSECURE_HOSTS": "http://a"}, "insecure_hosts must be"),
    ],
)
def test_variables_that_cannot_be_right_are_named(
    variables: dict[str, str], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=fault):
        OnePay(SECRET)


class Recorded(httpx.MockTransport):
    """Answers every request with 404, and keeps what was sent."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.keys: list[str] = []
        self.closed = 0

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.keys.append(request.headers["Authorization"].removeprefix("Bearer "))
        return httpx.Response(404, json={"message": "No."})

    def close(self) -> None:
        self.closed += 1


def _get(client: OnePay) -> None:
    with pytest.raises(NotFound):
        client.payments.get("p")


def test_key_of_a_function_rotates_without_a_restart() -> None:
    transport, keys = Recorded(), iter([f"{SECRET}{number}" for number in range(3)])
    with OnePay(lambda: next(keys), transport=transport) as client:
        _get(client)
        _get(client)
        assert "4711" not in f"{client!r}{client.settings!r}{client.settings.keys!r}"
    assert transport.keys == [f"{SECRET}1", f"{SECRET}2"], "the first was read when the client was made"


@pytest.mark.parametrize("now", [LIVE, "", None, PUBLIC, ValueError(SECRET)])
def test_function_that_returns_no_fitting_key_sends_nothing(now: Any) -> None:
    transport, first = Recorded(), [SECRET]

    def key() -> str:
        if first:
            return first.pop()
        if isinstance(now, Exception):
            raise now
        return str(now) if isinstance(now, str) else now

    client = OnePay(key, transport=transport)
    with pytest.raises(ConfigurationError) as caught:
        client.payments.get("p")
    assert transport.keys == []
    assert "4711" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("wrong", [SECRET.encode(), 5, ["a"]])
def test_key_is_text_or_a_function(wrong: Any) -> None:
    with pytest.raises(ConfigurationError, match="must be text"):
        OnePay(wrong)


def test_function_that_wants_an_await_is_refused() -> None:
    async def key() -> str:
        return SECRET

    with pytest.raises(ConfigurationError, match="needs no await"):
        AsyncOnePay(cast("Any", key))


def test_client_of_another_company_shares_the_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEPAY_PUBLIC_KEY", "pk_test_of_the_environment")
    transport, other_key = Recorded(), f"{SECRET}_other"
    with OnePay(SECRET, public_key=PUBLIC, transport=transport, deadline=7) as client:
        with client.with_options(other_key, retries=0) as other:
            _get(other)
            assert (other.settings.retries, other.settings.deadline) == (0, 7)
            assert other.settings.keys.public_key is None, "the public key of another company"
        _get(client)
        assert transport.closed == 0
        same = client.with_options(deadline=1)
        assert same.settings.keys is client.settings.keys
    assert transport.keys == [other_key, SECRET]
    assert transport.closed == 1
    with pytest.raises(ConfigurationError, match="closed"):
        same.payments.get("p")


def test_async_client_of_another_company_shares_the_connections() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(404, json={"message": "No."}))

    async def use() -> None:
        async with AsyncOnePay(SECRET, transport=transport) as client:
            async with client.with_options(f"{SECRET}_other") as other:
                with pytest.raises(NotFound):
                    await other.payments.get("p")
            with pytest.raises(NotFound):
                await client.payments.get("p")

    asyncio.run(use())


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"base_url": "http://127.0.0.1:9"}, "base_url cannot change"),
        ({"http2": True, "proxy": None}, "http2 and proxy cannot change"),
        ({"environment": Environment()}, "environment cannot change"),
        ({"environment": "live"}, "keys are for test"),
        ({"retires": 1}, "Did you mean retries"),
        ({"retries": -1}, "retries must be"),
        ({"secret_key": ""}, "is empty"),
    ],
)
@pytest.mark.parametrize("kind", [OnePay, AsyncOnePay])
def test_options_that_cannot_change_are_refused(kind: Any, options: dict[str, Any], fault: str) -> None:
    with pytest.raises(ConfigurationError, match=fault):
        kind(SECRET).with_options(**options)


def test_live_key_does_not_follow_to_a_private_network() -> None:
    client = OnePay(SECRET, base_url="http://sandbox:8080")
    with pytest.raises(ConfigurationError, match="only carries test keys"):
        client.with_options(LIVE, environment="live")


@pytest.mark.parametrize("kind", [OnePay, AsyncOnePay])
def test_stray_live_key_is_refused_by_a_test_client(kind: Any) -> None:
    client = kind(SECRET)
    with pytest.raises(ConfigurationError, match='environment is "test", but the key begins with sk_live_'):
        client.with_options(LIVE)
    assert client.with_options(LIVE, environment="live").settings.keys.environment == "live"


@pytest.mark.parametrize("header", ["Authorization", "authorization", "X-Idempotency", "x-idempotency"])
def test_the_headers_that_matter_cannot_be_replaced(header: str) -> None:
    driven = Driven("cashouts_create", answer(200), options=CallOptions(headers={header: "Bearer sk_live_4711"}))
    assert driven.sent == []
    assert isinstance(driven.error, ConfigurationError)
