"""Deliveries of a run are judged: each way to spoil one is named, and those of the sandbox are right."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import httpx
import pytest

from conformance.fakes import Fresh, Hours
from onepay_conformance.checks.webhooks import deliveries_are_authentic_and_complete
from onepay_conformance.receiver import Delivery, LoopbackReceiver
from onepay_conformance.run import Options, run
from onepay_conformance.target import around
from onepay_contract.findings import Finding, Kind
from onepay_sandbox.core.messages import DeliveryRequest, DeliveryResponse

Spoil = Callable[[Delivery], Sequence[Delivery]]
ONLY: Final = frozenset(("webhooks_create", "webhooks_delete", "payments_create", "charges_create"))


@dataclass
class Collected:
    """A receiver in this process, whose deliveries may be spoilt."""

    spoil: Spoil
    deliveries: list[Delivery] = field(default_factory=list[Delivery])

    @property
    def url(self) -> str:
        return "http://127.0.0.1:9/onepay-contract"

    def taken(self) -> list[Delivery]:
        return [*self.deliveries]

    def post(self, outgoing: DeliveryRequest) -> DeliveryResponse:
        headers = {name.lower(): value for name, value in outgoing.headers.items()}
        self.deliveries += self.spoil(Delivery(headers, outgoing.body))
        return DeliveryResponse(200)


def _untouched(delivery: Delivery) -> Sequence[Delivery]:
    return [delivery]


def _with_header(name: str, value: str) -> Spoil:
    return lambda delivery: [replace(delivery, headers={**delivery.headers, name: value})]


def _without_header(*names: str) -> Spoil:
    def spoil(delivery: Delivery) -> Sequence[Delivery]:
        return [replace(delivery, headers={key: item for key, item in delivery.headers.items() if key not in names})]

    return spoil


def _with_body(change: Callable[[dict[str, Any]], object]) -> Spoil:
    def spoil(delivery: Delivery) -> Sequence[Delivery]:
        body = json.loads(delivery.body)
        change(body)
        return [replace(delivery, body=json.dumps(body).encode())]

    return spoil


def _cut(delivery: Delivery) -> Sequence[Delivery]:
    return [replace(delivery, body=b"{")]


def _twice(delivery: Delivery) -> Sequence[Delivery]:
    return [delivery, delivery]


def _lost(delivery: Delivery) -> Sequence[Delivery]:
    del delivery
    return []


def _late(body: dict[str, Any]) -> None:
    body["event"]["timestamp"] = 1_770_000_000_000


def _without_payment(body: dict[str, Any]) -> None:
    del body["payment"]


def _found(fresh: Fresh, spoil: Spoil) -> list[Finding]:
    transport = fresh()
    collected = Collected(spoil)
    transport.deliver = collected.post
    server = replace(around(transport), receiver=collected)
    options = Options(only=ONLY, watch=Hours().watch)
    report = run(server, phases=("checks",), checks=[deliveries_are_authentic_and_complete], options=options)
    return [finding for finding in report.findings if finding.operation not in ONLY]


def test_the_sandbox_delivers_as_documented(fresh: Fresh) -> None:
    assert _found(fresh, _untouched) == []


@pytest.mark.parametrize(
    ("spoil", "kind", "pointer"),
    [
        (_with_header("x-webhook-token", "another"), Kind.WEBHOOK_NOT_AUTHENTIC, "header:x-webhook-token"),
        (_without_header("x-webhook-token"), Kind.WEBHOOK_NOT_AUTHENTIC, "header:x-webhook-token"),
        (_with_header("signature", "0" * 64), Kind.WEBHOOK_NOT_AUTHENTIC, "header:signature"),
        (_without_header("signature", "x-signature"), Kind.WEBHOOK_NOT_AUTHENTIC, "header:signature"),
        (_with_header("x-webhook-event", "payment.rejected"), Kind.VALUE_NOT_KEPT, "header:x-webhook-event"),
        (_with_body(_without_payment), Kind.OTHER_SHAPE, ""),
        (_with_body(_late), Kind.WRONG_FORMAT, "/event/timestamp"),
        (_cut, Kind.UNREADABLE_BODY, ""),
        (_twice, Kind.WEBHOOK_REPEATED, ""),
        (_lost, Kind.WEBHOOK_MISSING, ""),
    ],
)
def test_a_spoilt_delivery_is_named(fresh: Fresh, spoil: Spoil, kind: Kind, pointer: str) -> None:
    assert (kind, pointer) in {(finding.kind, finding.pointer) for finding in _found(fresh, spoil)}


def test_the_receiver_keeps_what_it_is_sent() -> None:
    with LoopbackReceiver() as receiver:
        reply = httpx.post(receiver.url, content=b'{"event": "x"}', headers={"X-Webhook-Token": "t"}, trust_env=False)
        assert reply.status_code == 200
        [delivery] = receiver.taken()
    assert (delivery.headers["x-webhook-token"], delivery.body) == ("t", b'{"event": "x"}')
    assert "event" not in repr(delivery)
