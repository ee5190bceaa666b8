"""Observers see every call, and logs show nothing that they must not."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from onepay_client import AsyncOnePay, DeviationCounter, LogObserver, OnePay, OnePayError, set_up_logging
from onepay_client.observability.observers import StderrHandler
from onepay_client.settings import Runtime
from support.answering import Answer, ReceivedRequest, Server

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

ROOT = Path(__file__).resolve().parents[2]
PAGES = {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("observability.md", "money.md")}
BLOCKS = [
    (name, block) for name, text in PAGES.items() for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL)
]
KEY = "sk_test_made_up_for_the_tests"
CHARGE: dict[str, Any] = {"title": "Café para Ana 1020304050", "customer_id": "c1", "amount": 150_000, "card_id": "k1"}
REPLY: dict[str, Any] = {
    "id": "c1",
    "status": "paid",
    "customer": {"email": "ana@example.com", "first_name": "Ana"},
    "otp_hint": "483920",
}


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """The logger of the package as it is before anybody has set it up."""
    logger = logging.getLogger("onepay_client")
    before = logger.level, logger.handlers[:], logger.propagate
    logger.handlers[:] = []
    yield logger
    logger.handlers[:], logger.propagate = before[1], before[2]
    logger.setLevel(before[0])


@contextmanager
def client_of(answer: Callable[[ReceivedRequest], Answer], **settings: Any) -> Generator[OnePay]:
    around = Runtime(random=lambda: 0.0, sleep=lambda _: None)
    with Server.running(answer) as server, OnePay(KEY, base_url=server.url, runtime=around, **settings) as client:
        yield client


def scripted(*answers: Answer) -> Callable[[ReceivedRequest], Answer]:
    waiting = list(answers)
    return lambda _: waiting.pop(0)


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    found = (record.getMessage() for record in caplog.records if record.name == "onepay_client")
    return [re.sub(r"\d+ ms", "N ms", line) for line in found]


def test_each_attempt_is_one_line(logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    logger.setLevel(logging.INFO)
    replies = scripted(Answer(502), Answer(200, REPLY, {"X-Request-Id": "r-2"}))
    with client_of(replies) as client:
        client.charges.create(**CHARGE)

    assert lines(caplog) == [
        "POST /charges 502, attempt 1, N ms",
        "POST /charges 200, attempt 2, N ms, request id r-2",
    ]


def test_a_line_has_the_path_of_the_contract_and_not_the_id(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    logger.setLevel(logging.INFO)
    with client_of(scripted(Answer(200, REPLY), Answer(200, {"data": []}))) as client:
        client.charges.get("3001234567")
        client.invoices.list(filter_reference="1020304050")

    assert lines(caplog) == ["GET /charges/{charge_id} 200, attempt 1, N ms", "GET /invoices 200, attempt 1, N ms"]


def test_an_attempt_that_never_left_says_so(logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    logger.setLevel(logging.INFO)
    with Server.running(scripted()) as server:
        url = server.url
    with OnePay(KEY, base_url=url, retries=0) as client, pytest.raises(OnePayError):
        client.charges.get("c1")

    assert lines(caplog) == ["GET /charges/{charge_id} never sent, attempt 1, N ms"]


def test_a_record_has_its_facts_as_attributes(logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    logger.setLevel(logging.INFO)
    with client_of(scripted(Answer(200, REPLY, {"X-Request-Id": "r-1"}))) as client:
        client.charges.get("c1")

    [record] = [record for record in caplog.records if record.name == "onepay_client"]
    facts = {name: getattr(record, name) for name in ("operation", "method", "path", "status", "attempt", "result")}
    assert facts == {
        "operation": "charges_get",
        "method": "GET",
        "path": "/charges/{charge_id}",
        "status": 200,
        "attempt": 1,
        "result": "replied",
    }
    assert (getattr(record, "request_id", None), type(getattr(record, "ms", None))) == ("r-1", int)


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
def test_no_log_holds_a_key_or_what_is_personal(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture, level: int
) -> None:
    logger.setLevel(level)
    with client_of(scripted(Answer(200, REPLY))) as client:
        client.charges.create(**CHARGE, idempotency_key="key-of-mine")

    text = "\n".join(
        f"{record.getMessage()} {vars(record)}" for record in caplog.records if record.name == "onepay_client"
    )
    assert "POST /charges" in text
    assert [
        word for word in (KEY, "1020304050", "ana@", "483920", "key-of-mine", "first_name': 'Ana") if word in text
    ] == []


def test_bodies_are_written_masked_and_only_when_asked_for(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    logger.setLevel(logging.DEBUG)
    with client_of(scripted(Answer(200, REPLY))) as client:
        client.charges.create(**CHARGE)

    assert lines(caplog)[1:] == [
        'charges_create sent {"customer_id":"c1","amount":150000,"title":"Café para Ana ***","card_id":"k1"}',
        'charges_create got {"id":"c1","status":"paid","customer":{"email":"***","first_name":"***"},"otp_hint":"***"}',
    ]


def test_a_silent_logger_is_not_asked_to_mask_anything(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    logger.setLevel(logging.WARNING)
    with client_of(scripted(Answer(200, REPLY))) as client:
        client.charges.get("c1")

    assert lines(caplog) == []


def test_an_async_client_logs_alike(logger: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    logger.setLevel(logging.INFO)

    async def call(url: str) -> None:
        async with AsyncOnePay(KEY, base_url=url) as client:
            await client.charges.get("c1")

    with Server.running(scripted(Answer(200, REPLY))) as server:
        asyncio.run(call(server.url))

    assert lines(caplog) == ["GET /charges/{charge_id} 200, attempt 1, N ms"]


@pytest.mark.parametrize(
    ("given", "level"), [("info", logging.INFO), ("debug", logging.DEBUG), (" DEBUG ", logging.DEBUG)]
)
def test_the_variable_sets_the_level_and_writes_to_stderr(logger: logging.Logger, given: str, level: int) -> None:
    assert set_up_logging({"ONEPAY_LOG": given}) is logger

    assert logger.level == level
    assert [type(handler) for handler in logger.handlers] == [StderrHandler]
    assert logger.propagate


@pytest.mark.parametrize("given", [{}, {"ONEPAY_LOG": ""}, {"ONEPAY_LOG": "loud"}, {"ONEPAY_LOG": "0"}])
def test_without_a_level_the_logger_is_left_alone(logger: logging.Logger, given: dict[str, str]) -> None:
    before = logger.level
    set_up_logging(given)

    assert (logger.level, logger.handlers, logger.propagate) == (before, [], True)


def test_a_handler_that_is_there_stays_the_only_one(logger: logging.Logger) -> None:
    mine = logging.NullHandler()
    logger.addHandler(mine)
    for _ in range(3):
        set_up_logging({"ONEPAY_LOG": "debug"})

    assert logger.handlers == [mine]
    assert logger.propagate


def test_log_follows_standard_error_wherever_it_goes(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up_logging({"ONEPAY_LOG": "info"})
    streams = [io.StringIO(), io.StringIO()]
    for stream in streams:
        monkeypatch.setattr(sys, "stderr", stream)
        logger.info("told once")
        assert stream.getvalue().count("told once") == 1
    streams[1].close()
    logger.info("told to a closed stream")
    monkeypatch.setattr(sys, "stderr", None)
    logger.info("told to nobody")
    assert [record.getMessage() for record in caplog.records][-3:] == [
        "told once",
        "told to a closed stream",
        "told to nobody",
    ]


def test_log_of_the_program_shows_a_line_once(logger: logging.Logger, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    its_own = logging.StreamHandler(stream)
    monkeypatch.setattr(logging.getLogger(), "handlers", [its_own])
    set_up_logging({"ONEPAY_LOG": "info"})
    logger.info("told once")
    assert stream.getvalue().count("told once") == 1


def test_the_environment_turns_on_the_log_of_any_program() -> None:
    program = (
        "from onepay_client import OnePay\n"
        "for _ in range(2):\n"
        f"    client = OnePay({KEY!r}, base_url=__import__('sys').argv[1], retries=0)\n"
        "    client.charges.create(title='Ana 1020304050', customer_id='c', amount=1, card_id='k')"
    )
    with Server.running(lambda _: Answer(200, REPLY)) as server:
        environment = {**os.environ, "ONEPAY_LOG": "debug", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-c", program, server.url]
        done = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)  # noqa: S603 - our own words

    assert done.stdout == ""
    assert done.stderr.count("POST /charges 200") == done.stderr.count("charges_create sent") == 2
    assert "1020304050" not in done.stderr
    assert KEY not in done.stderr


def test_a_log_can_go_to_a_logger_of_yours(caplog: pytest.LogCaptureFixture) -> None:
    mine = logging.getLogger("shop.payments")
    caplog.set_level(logging.INFO, "shop.payments")
    with client_of(scripted(Answer(200, REPLY)), observers=[LogObserver(mine)]) as client:
        client.charges.get("c1")

    assert [record.name for record in caplog.records if "GET /charges" in record.getMessage()].count(
        "shop.payments"
    ) == 1


def test_deviations_are_counted_by_operation_and_pointer() -> None:
    counter = DeviationCounter()
    bodies = scripted(
        Answer(200, {"data": [{"id": "a", "brand_new": "ana@example.com"}, {"id": "b", "brand_new": 1}]}),
        Answer(200, {"data": [{"id": "a", "brand_new": "Ana"}]}),
        Answer(404, {"message": "no"}),
    )
    with client_of(bodies, observers=[counter]) as client:
        client.payments.list()
        client.payments.list()
        with pytest.raises(OnePayError):
            client.payments.get("c1")

    found = {(place.operation, place.pointer, place.kind.value): count for place, count in counter.counts.items()}
    assert found["payments_list", "/data/*/brand_new", "unknown_field"] == 2
    assert not any(operation == "payments_get" for operation, _, _ in found)
    assert "ana@" not in counter.report() + repr(counter)
    assert "     2  payments_list /data/*/brand_new: unknown field" in counter.report()


@pytest.mark.parametrize("key", ["1020304050", "ana@example.com", "Ana Pérez", "c1d2"])
def test_a_key_that_is_data_is_not_counted_by_its_name(key: str) -> None:
    counter = DeviationCounter()
    with client_of(scripted(Answer(200, {"id": "c1", key: 1})), observers=[counter]) as client:
        client.charges.get("c1")

    assert key not in counter.report()
    assert "/*" in {place.pointer for place in counter.counts}


def test_an_undocumented_status_is_counted_where_it_stands() -> None:
    counter = DeviationCounter()
    with client_of(scripted(Answer(206, REPLY)), observers=[counter]) as client:
        client.charges.get("c1")

    assert "/(status)" in {place.pointer for place in counter.counts}


def test_a_counter_may_serve_many_threads() -> None:
    counter = DeviationCounter()
    with (
        client_of(lambda _: Answer(200, {"id": "1", "brand_new": 1}), observers=[counter]) as client,
        ThreadPoolExecutor(8) as pool,
    ):
        list(pool.map(client.charges.get, map(str, range(100))))

    assert {count for place, count in counter.counts.items() if place.pointer == "/brand_new"} == {100}
    assert repr(counter).startswith("DeviationCounter(")
