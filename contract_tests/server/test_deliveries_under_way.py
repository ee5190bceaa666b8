"""Deliveries that are under way are waited for, hold up no other account, and end once however late their answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from onepay_sandbox.core.deliveries import LEASE, prepare_attempt, settle_attempt
from onepay_sandbox.core.messages import DeliveryRequest, DeliveryResponse, Request, Steps, Wait
from onepay_sandbox.http.transport import SandboxTransport, drive
from onepay_sandbox.sandbox import Sandbox
from server.callers import Caller
from server.receivers import Receiver
from server.sockets import HOST, served

KEY: Final = {"Authorization": "Bearer sk_test_alborada"}
OTHER: Final = {"Authorization": "Bearer sk_test_other"}
PAYMENT: Final[dict[str, Any]] = {"title": "Café", "amount": 10_000}
HOOK: Final[dict[str, Any]] = {"name": "Tienda", "events": ["payment.created", "payment.deleted"]}


class Shop:
    """A webhook's server with one thread. It does `handle` for each delivery before it answers."""

    def __init__(self) -> None:
        self.handle: Callable[[Any], object] = lambda _: None
        self.handled: Final[list[str]] = []
        self.arrived: Final = threading.Event()
        self._server: Final = HTTPServer((HOST, 0), self._handler())
        self._thread: Final = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.url: Final = f"http://{HOST}:{self._server.server_port}/hook"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                shop.arrived.set()
                shop.handle(body)
                shop.handled.append(body["event"]["type"])
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class chose the name
                """Stay silent."""

        return Handler


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """Calls the sandbox over a socket."""
    with served(sandbox) as port, httpx.Client(base_url=f"http://{HOST}:{port}", headers=KEY, timeout=9) as client:
        yield client


def _post(client: httpx.Client, path: str, body: Any, key: str, **headers: str) -> Any:
    reply = client.post(path, json=body, headers={"x-idempotency": key, **headers})
    assert reply.is_success, reply.text
    return reply.json()


def test_clock_waits_for_a_delivery_under_way(client: httpx.Client, shop: Shop) -> None:
    goes_on = threading.Event()
    shop.handle = lambda _: goes_on.wait(9)
    _post(client, "/v1/webhooks", {**HOOK, "url": shop.url}, "hook")
    _post(client, "/v1/payments", PAYMENT, "payment")
    assert shop.arrived.wait(9)
    with ThreadPoolExecutor(1) as threads:
        advanced = threads.submit(_post, client, "/_sandbox/clock/advance", {"by": "P1D"}, "")
        assert client.get("/v1/payments").json()["data"] != []
        assert not advanced.done()
        goes_on.set()
        assert advanced.result()["now"] == "2026-02-03T13:00:00.000000Z"
    assert shop.handled == ["payment.created"]
    delivery = client.get("/_sandbox/deliveries").json()["data"][0]
    assert (delivery["status"], len(delivery["attempts"])) == ("delivered", 1)


def test_two_advances_at_once_add_up(client: httpx.Client, shop: Shop) -> None:
    _post(client, "/v1/webhooks", {**HOOK, "url": shop.url}, "hook")
    _post(client, "/v1/payments", PAYMENT, "payment")
    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(_post, client, "/_sandbox/clock/advance", {"by": "P1D"}, "") for _ in range(2)]
    assert {item.result()["running"] for item in both} == {False}
    assert client.get("/_sandbox/clock").json()["now"] == "2026-02-04T13:00:00.000000Z"


@pytest.mark.parametrize("clock", [False, True])
def test_handler_with_one_thread_may_call_back(client: httpx.Client, shop: Shop, *, clock: bool) -> None:
    client.put("/_sandbox/clock", json={"running": clock}).raise_for_status()
    events = ["payment.created", "payment.deleted"]

    def handle(body: Any) -> None:
        identifier = body["payment"]["id"]
        client.get(f"/v1/payments/{identifier}").raise_for_status()
        if body["event"]["type"] == "payment.created":
            client.request("DELETE", f"/v1/payments/{identifier}", headers={"x-idempotency": identifier})

    shop.handle = handle
    _post(client, "/v1/webhooks", {**HOOK, "events": events, "url": shop.url}, "hook")
    for number in range(2):
        _post(client, "/v1/payments", PAYMENT, f"payment-{number}")
    for _ in range(3):  # a clock that runs has shown a later moment when the handler called
        _post(client, "/_sandbox/clock/advance", {"by": "PT1S"}, "")
    assert sorted(shop.handled) == sorted(events * 2)
    assert client.get("/_sandbox/deliveries?status=pending").json()["data"] == []


def test_handler_with_one_thread_may_call_back_in_process(sandbox: Sandbox, api: Caller, shop: Shop) -> None:
    back = Caller(SandboxTransport(sandbox), "sk_test_alborada")

    def handle(body: Any) -> None:
        back.got(f"/payments/{body['payment']['id']}")
        if len(shop.handled) == 0:
            assert back.post("/payments", PAYMENT, key="from the handler").is_success

    shop.handle = handle
    api.made("/webhooks", {**HOOK, "url": shop.url})
    api.post("/payments", PAYMENT, key="first")
    assert shop.handled == ["payment.created"] * 2


def test_hanging_webhook_holds_up_no_other_account(client: httpx.Client, shop: Shop, receiver: Receiver) -> None:
    goes_on = threading.Event()
    shop.handle = lambda _: goes_on.wait(9)
    _post(client, "/v1/webhooks", {**HOOK, "url": shop.url}, "hook")
    _post(client, "/v1/webhooks", {**HOOK, "url": receiver.url}, "hook", **OTHER)
    for number in range(3):
        _post(client, "/v1/payments", PAYMENT, f"payment-{number}")
    assert shop.arrived.wait(9)
    _post(client, "/v1/payments", PAYMENT, "payment", **OTHER)
    moved = _post(client, "/_sandbox/clock/advance", {"by": "P1D"}, "", **OTHER)
    assert (moved["now"][:10], receiver.events()) == ("2026-02-03", ["payment.created"])
    assert shop.handled == []
    goes_on.set()


def test_calendar_that_loads_holds_up_no_other_account(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = threading.Event()

    def load(year: int) -> None:
        assert loaded.wait(9), year

    monkeypatch.setattr("onepay_sandbox.http.application.public_holidays", load)
    with (
        served(sandbox) as port,
        httpx.Client(base_url=f"http://{HOST}:{port}", timeout=9) as client,
        ThreadPoolExecutor(1) as threads,
    ):
        advanced = threads.submit(client.post, "/_sandbox/clock/advance", json={"by": "P1D"}, headers=KEY)
        _post(client, "/v1/payments", PAYMENT, "payment", **OTHER)
        assert not advanced.done()
        loaded.set()
        assert advanced.result().is_success


def _advance(by: str) -> Request:
    headers = {"authorization": KEY["Authorization"]}
    return Request("POST", b"/_sandbox/clock/advance", "", headers, json.dumps({"by": by}).encode())


def test_others_are_answered_while_a_year_passes(sandbox: Sandbox, api: Caller) -> None:
    with sandbox.transactions.write("test_alborada") as unit:
        for _ in range(1_000):
            unit.schedule(unit.create("charge", {"waiting": None, "amount": 1}, status="paid"), "settle", unit.now)
    steps = sandbox.answer(_advance("P365D"))
    first = next(steps)
    assert (isinstance(first, Wait), isinstance(first, Wait) and first.until) == (True, None)
    assert Caller(SandboxTransport(sandbox), "sk_test_other").got("/payments")["data"] == []
    steps.close()
    assert api.advance(by="P1D")["next_event_at"] is None


def _sending(sandbox: Sandbox) -> Steps[None]:
    """The steps that deliver the event of a new payment."""
    with sandbox.transactions.write("test_alborada") as unit:
        unit.create("webhook", {**HOOK, "url": "http://127.0.0.1:9/", "secret": "wh_tok_fake", "header": "wh_hdr_fake"})
    create = Request(
        "POST",
        b"/v1/payments",
        "",
        {"authorization": KEY["Authorization"], "x-idempotency": "a"},
        json.dumps(PAYMENT).encode(),
    )
    answer = drive(sandbox.answer(create))
    return sandbox.afterwards(answer)


@pytest.fixture
def sent(sandbox: Sandbox) -> DeliveryRequest:
    """A delivery that was sent, and of which no answer has come."""
    steps = _sending(sandbox)
    outgoing = next(steps)
    steps.close()
    assert isinstance(outgoing, DeliveryRequest)
    return outgoing


class Pair:
    """Two sandboxes on one file, as in two processes; the first has a delivery under way. Both read one wall clock."""

    def __init__(self, path: Path) -> None:
        self.wall = datetime(2026, 11, 1, tzinfo=UTC)
        self.first, self.second = (Sandbox(database=str(path / "both.db"), wall=lambda: self.wall) for _ in range(2))
        self.sending = _sending(self.first)
        assert isinstance(next(self.sending), DeliveryRequest)
        self.advancing = self.second.answer(_advance("P1D"))

    def close(self) -> None:
        for steps in (self.sending, self.advancing):
            steps.close()
        for sandbox in (self.first, self.second):
            sandbox.close()

    def attempts(self) -> list[int]:
        """The statuses that came back for each attempt of the only delivery."""
        with self.second.transactions.read("test_alborada") as unit:
            [delivery] = unit.all("delivery")
            return [attempt["reply"] and attempt["reply"]["status"] for attempt in delivery["attempts"]]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    pair = Pair(tmp_path)
    yield pair
    pair.close()


def test_delivery_under_way_in_another_process_is_waited_for(pair: Pair) -> None:
    for _ in range(3):
        step = next(pair.advancing)
        assert isinstance(step, Wait)
        assert step.seconds > 0
    with pytest.raises(StopIteration):
        pair.sending.send(DeliveryResponse(200))
    assert drive(pair.advancing).status == 200
    assert pair.attempts() == [200]


def test_worker_waits_for_another_though_nothing_is_due(pair: Pair) -> None:
    pair.second.serve_as(2)
    advancing = pair.second.answer(_advance("PT1S"))
    assert isinstance(next(advancing), Wait)
    with pytest.raises(StopIteration):
        pair.sending.send(DeliveryResponse(200))
    assert drive(advancing).status == 200
    assert pair.attempts() == [200]


def test_another_process_does_not_retry_a_delivery_under_way(pair: Pair) -> None:
    with pair.second.transactions.write("test_alborada") as unit:
        unit.tenant.set_clock(unit.now + timedelta(minutes=1), pair.wall)
    assert list(pair.second.catch_up("test_alborada")) == []


def test_delivery_of_a_dead_process_is_sent_after_its_lease(pair: Pair) -> None:
    assert isinstance(next(pair.advancing), Wait)
    pair.wall += LEASE
    step = next(pair.advancing)
    assert isinstance(step, DeliveryRequest)
    assert step.attempt == 1


def test_delivery_whose_sending_was_given_up_is_free(pair: Pair) -> None:
    pair.sending.close()
    assert isinstance(next(pair.advancing), DeliveryRequest)


@pytest.mark.parametrize("status", [200, 500])
def test_late_answer_is_noted_and_changes_nothing(sandbox: Sandbox, sent: DeliveryRequest, status: int) -> None:
    with sandbox.transactions.write("test_alborada") as unit:
        delivery = unit.objects.get("delivery", sent.delivery)
        assert delivery
        assert prepare_attempt(unit, delivery, datetime.now(UTC))
        settle_attempt(unit, delivery, 1, DeliveryResponse(200))
        settle_attempt(unit, delivery, 0, DeliveryResponse(status))
        settle_attempt(unit, delivery, 0, DeliveryResponse(404))
        assert [attempt["reply"]["status"] for attempt in delivery["attempts"]] == [status, 200]
        assert delivery.status == "delivered"


def test_turn_that_is_given_up_while_waiting_goes_to_the_next(sandbox: Sandbox, sent: DeliveryRequest) -> None:
    locks = sandbox.scheduler.locks
    assert locks.try_acquire(sent.tenant)
    steps = sandbox.answer(_advance("P1D"))
    waiting = next(steps)
    assert isinstance(waiting, Wait)
    following = locks.acquire(sent.tenant)
    assert following
    locks.release(sent.tenant)
    steps.close()
    assert following.done()
    assert locks.release(sent.tenant) is False


def test_advance_ends_where_the_account_is_reset_meanwhile(sandbox: Sandbox, api: Caller) -> None:
    with sandbox.transactions.write("test_alborada") as unit:
        for _ in range(1_000):
            unit.schedule(unit.create("charge", {"waiting": None, "amount": 1}, status="paid"), "settle", unit.now)
    api.advance(by="P1D")
    with sandbox.transactions.write("test_alborada") as unit:
        for _ in range(1_000):
            unit.schedule(unit.create("charge", {"waiting": None, "amount": 1}, status="paid"), "settle", unit.now)
    steps = sandbox.answer(_advance("P365D"))
    next(steps)
    api.control("POST", "/reset")
    drive(steps)
    assert api.control("GET", "/clock")["now"].startswith("2026-02-02T13:00")
