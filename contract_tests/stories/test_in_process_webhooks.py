"""Deliveries into an application of the same process, over the client's own endpoints."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any, Final

import pytest
from fastapi import FastAPI
from flask import Flask

from onepay_client import AsyncOnePay, OnePay
from onepay_client.webhooks import Delivery, Receiver
from onepay_client.webhooks.flask import view
from onepay_client.webhooks.starlette import endpoint
from onepay_sandbox.local import ControlRefused, LocalSandbox

TITLE: Final[dict[str, Any]] = {"title": "Pedido 118", "amount": 150_000}


class Shop:
    """What a shop hears of, and a receiver for the webhook of a sandbox."""

    def __init__(self, sandbox: LocalSandbox) -> None:
        webhook = sandbox.webhook(events=["payment.created", "payment.approved"])
        self.events: Final[list[str]] = []
        self.receiver: Final = Receiver(secret=webhook["secret"], token=webhook["header"], clock=sandbox.time)

    def handle(self, delivery: Delivery) -> None:
        self.events.append(delivery.name)

    async def ahandle(self, delivery: Delivery) -> None:
        await asyncio.sleep(0)
        self.events.append(delivery.name)


@pytest.fixture
def sandbox() -> Iterator[LocalSandbox]:
    sandbox = LocalSandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def shop(sandbox: LocalSandbox) -> Shop:
    return Shop(sandbox)


@pytest.fixture
def client(sandbox: LocalSandbox) -> Iterator[OnePay]:
    with OnePay(sandbox.secret_key, transport=sandbox.transport) as client:
        yield client


def _fastapi(handler: Any, shop: Shop) -> FastAPI:
    app = FastAPI()
    app.post("/onepay")(endpoint(shop.receiver, handler))
    return app


def _flask(shop: Shop) -> Flask:
    app = Flask("shop")
    app.post("/onepay")(view(shop.receiver, shop.handle))
    return app


async def _create(sandbox: LocalSandbox) -> None:
    async with AsyncOnePay(sandbox.secret_key, transport=sandbox.async_transport) as client:
        await client.payments.create(**TITLE)


@pytest.mark.parametrize("kind", ["fastapi", "fastapi awaited", "flask"])
@pytest.mark.parametrize("caller", ["client", "async client", "client in an event loop"])
def test_delivery_is_handled_when_the_call_returns(
    sandbox: LocalSandbox, shop: Shop, client: OnePay, kind: str, caller: str
) -> None:
    handler = shop.ahandle if kind == "fastapi awaited" else shop.handle
    sandbox.deliver_to(_flask(shop) if kind == "flask" else _fastapi(handler, shop))

    async def create_in_loop() -> None:
        client.payments.create(**TITLE)

    if caller == "client":
        client.payments.create(**TITLE)
    else:
        asyncio.run(_create(sandbox) if caller == "async client" else create_in_loop())
    assert shop.events == ["payment.created"]
    assert [item["status"] for item in sandbox.deliveries()] == ["delivered"]


def test_receiver_is_on_the_clock_of_the_sandbox(sandbox: LocalSandbox, shop: Shop, client: OnePay) -> None:
    sandbox.deliver_to(_flask(shop))
    sandbox.advance(timedelta(days=400))
    client.payments.create(**TITLE)
    assert shop.events == ["payment.created"]


def test_handler_that_raises_is_logged_and_tried_again(
    sandbox: LocalSandbox, shop: Shop, client: OnePay, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Any, __: Any) -> Any:
        raise ValueError("the shop is broken")

    sandbox.deliver_to(broken)
    with caplog.at_level(logging.ERROR, "onepay_sandbox"):
        client.payments.create(**TITLE)
    assert "the shop is broken" in caplog.text
    (delivery,) = sandbox.deliveries()
    assert (delivery["status"], delivery["attempts"][0]["reply"]["error"]) == ("pending", "ValueError")
    sandbox.deliver_to(_flask(shop))
    sandbox.advance("PT10S")
    assert shop.events == ["payment.created"]


def test_handler_may_call_but_not_move_the_clock(sandbox: LocalSandbox, shop: Shop, client: OnePay) -> None:
    statuses: list[str] = []

    def handler(delivery: Delivery) -> None:
        statuses.append(str(client.payments.get(str(delivery.resource_id)).status))
        with pytest.raises(ControlRefused, match="wait for itself"):
            sandbox.advance("P1D")

    app = Flask("shop")
    app.post("/onepay")(view(shop.receiver, handler))
    sandbox.deliver_to(app)
    client.payments.create(**TITLE)
    assert statuses == ["pending"]
    assert [item["status"] for item in sandbox.deliveries()] == ["delivered"]


@pytest.mark.parametrize("value", [None, "shop:app", 3])
def test_what_is_no_application_is_refused(sandbox: LocalSandbox, value: Any) -> None:
    with pytest.raises(TypeError, match="ASGI or WSGI"):
        sandbox.deliver_to(value)


@pytest.mark.parametrize(
    ("by", "to", "now"),
    [
        (timedelta(days=1, seconds=5), None, "2026-02-03T13:00:05"),
        ("P1M", None, "2026-03-02T13:00:00"),
        ("P1Y2M3D", None, "2027-04-05T13:00:00"),
        (None, datetime(2026, 2, 9, tzinfo=UTC), "2026-02-09T00:00:00"),
        (timedelta(0), None, "2026-02-02T13:00:00"),
    ],
)
def test_clock_is_advanced_by_spans_and_moments(
    sandbox: LocalSandbox, by: timedelta | str | None, to: datetime | None, now: str
) -> None:
    assert sandbox.advance(by, to=to)["now"].startswith(now)


def test_month_after_the_last_of_january_ends_in_february(sandbox: LocalSandbox) -> None:
    sandbox.advance(to="2028-01-31T12:00:00-05:00")
    assert sandbox.advance("P1M")["now"].startswith("2028-02-29T17:00")


@pytest.mark.parametrize(
    ("by", "to"),
    [(timedelta(seconds=-1), None), (timedelta(milliseconds=5), None), (None, datetime(2026, 3, 1)), ("P1", None)],  # noqa: DTZ001 - refused
)
def test_span_or_moment_in_doubt_is_refused(sandbox: LocalSandbox, by: Any, to: Any) -> None:
    with pytest.raises(ControlRefused):
        sandbox.advance(by, to=to)


def test_reset_takes_less_than_three_milliseconds(sandbox: LocalSandbox, client: OnePay) -> None:
    taken: list[float] = []
    for _ in range(20):
        client.payments.create(**TITLE)
        begun = perf_counter()
        sandbox.reset()
        taken.append(perf_counter() - begun)
    assert min(taken) < 0.003
    assert client.payments.list().data == []
