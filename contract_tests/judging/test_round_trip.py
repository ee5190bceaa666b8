"""A recording of the sandbox, redacted, is played to a new sandbox: the same story, told by other people."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from onepay_contract import recordings
from onepay_contract.document import Contract
from onepay_contract.exchanges import Exchange
from onepay_contract.judging import Judge
from onepay_contract.recordings import Recorder, Recording
from onepay_contract.recordings.replay import Replay, judged
from onepay_core.json_values import Json, is_object
from onepay_sandbox import frozen
from onepay_sandbox.http.transport import SandboxTransport
from onepay_sandbox.sandbox import Sandbox
from server.cast import HOTEL, MARIANA

HOST: Final = "https://api.onepay.la/v1"
AT: Final = "2026-03-02T15:04:05Z"


class Sender:
    """Sends to a sandbox of its own, and hands every exchange to somebody who notes it."""

    def __init__(self, seed: int, note: Callable[[Exchange], object]) -> None:
        self._sandbox: Final = Sandbox(clock=frozen(), seed=seed)
        self._client: Final = httpx.Client(transport=SandboxTransport(self._sandbox, lambda _: None))
        self._note: Final = note
        self._calls = 0

    def __call__(self, exchange: Exchange) -> Exchange:
        headers = {"Authorization": "Bearer sk_test_alborada"}
        headers |= {name: value for name, value in exchange.request_headers if name.lower() == "x-idempotency"}
        request = self._client.build_request(
            exchange.method, exchange.url, content=exchange.request_body, headers=headers
        )
        reply = self._client.send(request)
        answered = replace(
            exchange,
            request_headers=tuple(request.headers.multi_items()),
            status=reply.status_code,
            reply_headers=tuple(reply.headers.multi_items()),
            reply_body=reply.content,
        )
        self._note(answered)
        return answered

    def call(self, method: str, path: str, body: Json = None) -> Any:
        self._calls += 1
        sent, headers = b"" if body is None else json.dumps(body).encode(), (("x-idempotency", f"order-{self._calls}"),)
        answered = self(Exchange(None, method, f"{HOST}{path}", headers, sent, 0, (), b"", 1.0, AT))
        return answered.json() if answered.reply_body else None

    def close(self) -> None:
        self._client.close()
        self._sandbox.close()


def _play_story(sender: Sender) -> None:
    """Customers, a payment that is read, listed, refused and withdrawn, and a bank that is chosen from a list."""
    mariana, hotel = (sender.call("POST", "/customers", who) for who in (MARIANA, HOTEL))
    sender.call("GET", f"/customers/{mariana['id']}")
    order = {"title": "Pedido de Mariana Ospina", "amount": 150_000, "phone": "+573000000001"}
    payment = sender.call("POST", "/payments", {**order, "metadata": {"para": "Mariana"}})
    sender.call("GET", f"/payments/{payment['id']}")
    sender.call("GET", "/payments")
    sender.call("POST", "/payments", {"amount": "much"})
    sender.call("DELETE", f"/payments/{payment['id']}")
    sender.call("GET", f"/payments/{payment['id']}")
    sender.call("GET", "/payments/nobody")
    banks = sender.call("GET", "/banks")
    bank: str = (banks["data"] if is_object(banks) else banks)[0]["id"]
    charge = {"customer_id": hotel["id"], "bank_id": bank, "amount": 90_000, "external_id": "NIEBLA-0042"}
    sender.call("POST", "/charges/pse", {**charge, "redirect_url": "https://example.com/back"})
    sender.call("GET", "/payment-intents?filter[status]=created&page=1")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Recording:
    path = tmp_path_factory.mktemp("recordings") / "story.jsonl"
    with Recorder(path, contract, AT) as recorder:
        sender = Sender(7, recorder.write)
        _play_story(sender)
        sender.close()
    return recordings.read(path)


def _replayed(
    contract: Contract, recording: Recording, change: Callable[[Exchange], Exchange]
) -> list[tuple[str, str]]:
    sender = Sender(99, lambda _: None)

    def send(exchange: Exchange) -> Exchange:
        return change(sender(exchange))

    found = Replay(contract, send).run(recording.exchanges)
    sender.close()
    return [(finding.kind.value, finding.pointer) for finding in found]


def test_a_redacted_recording_has_no_findings_either(recording: Recording, judge: Judge) -> None:
    assert [str(finding) for finding in judged(recording.exchanges, judge)] == []


def test_the_story_was_told_to_its_end(recording: Recording) -> None:
    statuses = [exchange.status // 100 for exchange in recording.exchanges]

    assert statuses == [2, 2, 2, 2, 2, 2, 4, 2, 2, 4, 2, 2, 2]


def test_nobody_of_the_story_is_in_the_recording(recording: Recording) -> None:
    kept = Path(recording.name).read_text(encoding="utf-8")

    personal = [
        "Mariana",
        "Ospina",
        "mariana@",
        "3000000001",
        "1053800001",
        "901555020",
        "Niebla",
        "NIEBLA",
        "alborada",
    ]
    assert [word for word in personal if word in kept] == []


def test_another_sandbox_tells_the_same_story(recording: Recording, contract: Contract) -> None:
    assert _replayed(contract, recording, lambda exchange: exchange) == []


def test_a_server_that_differs_is_told_from_it(recording: Recording, contract: Contract) -> None:
    def bent(exchange: Exchange) -> Exchange:
        return replace(exchange, reply_body=exchange.reply_body.replace(b'"amount":150000', b'"amount":"150000"'))

    found = set(_replayed(contract, recording, bent))

    assert found == {("shape_differs", "/amount"), ("shape_differs", "/data/*/amount")}
