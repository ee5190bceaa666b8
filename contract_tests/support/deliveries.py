"""Deliveries of webhooks as OnePay makes them, byte for byte."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Final

from onepay_client.webhooks import DedupStore, Delivery, InMemoryDedupStore, Receiver, sign

SECRET: Final = "whsec_fake_current"  # noqa: S105 - not real
OLD_SECRET: Final = "wh_tok_fake_former"  # noqa: S105 - not real
TOKEN: Final = "wh_hdr_fake_current"  # noqa: S105 - not real
OLD_TOKEN: Final = "wh_hdr_fake_former"  # noqa: S105 - not real

NOW: Final = 1_770_132_001
"""The moment of every event here, and the time that the receiver's clock shows."""

PAYMENT_ID: Final = "50000000-0000-4000-8000-000000000001"

AWKWARD: Final = (
    b'{ "payment":{"status":"approved",\t"id" : "50000000-0000-4000-8000-000000000001","amount":150000,'
    b'"title":"Caf\\u00e9 \xc2\xb7 pedido 118","payment_link":"https:\\/\\/pagos.onepay.la\\/payment\\/5"},'
    b'\r\n "event" :{"type":"payment.approved","environment":"live", "timestamp":1770132001 } }\n'
)
"""No serialiser makes this body again: blanks, order, escaped slashes, two spellings of é, a last newline."""

NOTICE: Final = (
    b'{"event":"payment.approved","data":{"id":"50000000-0000-4000-8000-000000000001","amount":150000,'
    b'"currency":"COP","status":"approved","reference":"pedido-118","created_at":"2026-02-03T15:04:05+00:00"}}'
)
"""The other envelope, which tells no moment."""


HANDLED: Final = (200, "handled")
DUPLICATE: Final = (200, "already handled")
IN_PROGRESS: Final = (503, "being handled")
"""The answers to a delivery that is taken."""


@dataclass
class Clock:
    """Shows the moment that a test sets."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


def receiver(**settings: Any) -> Receiver:
    """A receiver with a secret and a token, whose clock stands at ``NOW``."""
    usual: dict[str, Any] = {"secret": SECRET, "token": TOKEN, "clock": Clock()}
    return Receiver(**(usual | settings))


def headers_for(body: bytes, secret: str = SECRET, token: str = TOKEN) -> dict[str, str]:
    """The headers of a delivery."""
    return {"Signature": sign(body, secret), "x-webhook-token": token, "Content-Type": "application/json"}


def envelope(name: str = "payment.approved", /, **header: Any) -> bytes:
    """A payment under its own name; ``header`` goes into ``event``."""
    payment = {"id": PAYMENT_ID, "amount": 150_000, "status": "approved"}
    event = {"type": name, "timestamp": NOW, "environment": "live"} | header
    return json.dumps({"payment": payment, "event": event}).encode()


class RecordingEndpoint:
    """What an endpoint did, and how it goes about it."""

    def __init__(self, store: DedupStore | None = None, **settings: Any) -> None:
        self.clock = Clock()
        self.store: DedupStore = InMemoryDedupStore() if store is None else store
        self.receiver: Receiver = receiver(store=self.store, clock=self.clock, **settings)
        self.deliveries: list[Delivery] = []
        self.failures: list[BaseException] = []

    def deliver(self, body: bytes) -> tuple[int, str]:
        return self.receiver.handle(body, headers_for(body), self.handle)

    def adeliver(self, body: bytes) -> tuple[int, str]:
        return asyncio.run(self.receiver.ahandle(body, headers_for(body), self.ahandle))

    def handle(self, delivery: Delivery) -> None:
        if self.failures:
            raise self.failures.pop()
        self.deliveries.append(delivery)

    async def ahandle(self, delivery: Delivery) -> None:
        self.handle(delivery)
