"""Misspelt arguments and unusable paths end in our own errors, and held values do not leak through public objects."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec
import pytest

from onepay_client import (
    AsyncOnePay,
    CircuitBreaker,
    ConfigurationError,
    DeviationCounter,
    LogObserver,
    OnePay,
    OnePayError,
    OutcomeUnknown,
    RetryQuota,
    SqliteJournal,
    WrongArguments,
    idempotency_key,
    money,
    outcome_of,
    recover,
)
from onepay_client.journal import Entry
from onepay_client.sending.messages import Headers, RawReply, Reply
from onepay_client.webhooks import InMemoryDedupStore, Receiver, SqliteDedupStore, Tolerance, sign
from onepay_core.arguments import kind_of
from onepay_core.deviations import Deviation, DeviationKind

SECRET_KEY: Final = "sk_test_options"  # noqa: S105 - no key at all
ANY: Final[Any] = None
CALLABLES: Final[list[Callable[..., Any]]] = [
    CircuitBreaker,
    DeviationCounter,
    InMemoryDedupStore,
    LogObserver,
    OnePay,
    Receiver,
    RetryQuota,
    SqliteDedupStore,
    SqliteJournal,
    Tolerance,
    idempotency_key,
    money.label,
    money.to_cents,
    outcome_of,
    recover,
    sign,
]


@pytest.mark.parametrize("function", CALLABLES, ids=lambda function: function.__name__)
def test_a_misspelt_argument_is_an_error_of_ours(function: Callable[..., Any]) -> None:
    with pytest.raises(WrongArguments, match=r"has no (argument|option) 'misspelt'"):
        function(misspelt=1)


@pytest.mark.parametrize("path", ["x" * 10_000, "\ud800", "", "a\0b"], ids=["long", "surrogate", "empty", "nul"])
@pytest.mark.parametrize("store", [SqliteJournal, SqliteDedupStore])
def test_an_unusable_path_is_an_error_of_ours(store: Callable[[str], object], path: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        store(path)
    assert "codec" not in str(caught.value)


def entry(body: bytes | None) -> Entry:
    return Entry(
        id="k",
        operation="cashouts_create",
        method="POST",
        path="/cashouts",
        server="",
        environment="test",
        body=body,
        digest="",
        resumable=True,
        created_at=0.0,
    )


RAW: Final = RawReply(200, Headers(), b"private")
REPLY: Final = Reply(value=None, status=200, headers=Headers(), body=b"private", attempts=())


@pytest.mark.parametrize("holder", [entry(b"private"), RAW, REPLY], ids=lambda holder: type(holder).__name__)
def test_no_body_is_written_as_json(holder: object) -> None:
    for encode in (msgspec.json.encode, msgspec.msgpack.encode, msgspec.to_builtins):
        with pytest.raises(TypeError, match="unsupported"):
            encode(holder)


def test_the_body_of_an_entry_stays_what_was_sent(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal")
    assert journal.begin(entry(b"private")) is None
    [kept] = journal.unsettled()
    assert kept.body == b"private"
    assert kept == entry(b"private")
    assert msgspec.json.encode(entry(None))
    journal.close()


def second_page_fails(request: httpx.Request) -> httpx.Response:
    if request.url.params.get("page") == "2":
        return httpx.Response(404, json={"message": "no"})
    return httpx.Response(200, json={"data": [{"id": "private-item"}], "current_page": 1, "last_page": 2})


def walk() -> None:
    with OnePay(SECRET_KEY, transport=httpx.MockTransport(second_page_fails)) as client:
        page = client.charges.list()
        iterator = iter(page)
        del page
        for _ in iterator:
            pass


def walk_async() -> None:
    async def run() -> None:
        async with AsyncOnePay(SECRET_KEY, transport=httpx.MockTransport(second_page_fails)) as client:
            iterator = aiter(await client.charges.list())
            async for _ in iterator:
                pass

    asyncio.run(run())


def resume() -> None:
    def cut(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("cut")

    with OnePay(SECRET_KEY, transport=httpx.MockTransport(cut), retries=0) as client:
        with pytest.raises(OutcomeUnknown) as caught:
            client.payments.create(title="private-item", amount=15_000)
        caught.value.resume()


@pytest.mark.parametrize("run", [walk, walk_async, resume])
def test_no_frame_of_ours_keeps_what_it_worked_with(run: Callable[[], None]) -> None:
    with pytest.raises(OnePayError) as caught:
        run()
    ours = [
        frame
        for frame, _ in traceback.walk_tb(caught.value.__traceback__)
        if "onepay_client" in frame.f_code.co_filename
    ]
    assert ours
    kept = [(frame.f_code.co_name, name) for frame in ours for name in frame.f_locals if name != "self"]
    assert kept == []


@pytest.mark.parametrize("seconds", [0, -1, 1e9, True, "5"])
def test_a_deadline_is_more_than_zero_and_can_be_waited_for(seconds: Any) -> None:
    with pytest.raises(ConfigurationError, match="deadline must be"):
        OnePay("sk_test_a", deadline=seconds)


def test_what_a_wrong_argument_is_stands_in_the_error() -> None:
    assert kind_of(None) == "None"
    assert kind_of(str) == "the class str"
    assert kind_of(1) == "an int"


def test_a_debugger_sees_each_part_of_a_deviation() -> None:
    shown = dict(Deviation(("amount",), DeviationKind.WRONG_TYPE, "a whole number", "1").__rich_repr__())
    assert shown["pointer"] == "/amount"
    assert shown["expected"] == "a whole number"
