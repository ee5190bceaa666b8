"""Does a secret or a person's datum ever leave through an error, a log, a `repr`, a pickle or a file?"""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import traceback
from typing import TYPE_CHECKING, Any, Final

import pytest

from onepay.errors import ConfigurationError, OnePayError
from onepay.webhooks import EventName, SqliteMemory, Window, sign
from support.deliveries import NOW, headers_for, receiver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from onepay.webhooks import Delivery, Receiver

SECRETS: Final = ["whsec_CanarySecret1", "wh_tok_CanarySecret2"]
TOKENS: Final = ["wh_hdr_CanaryToken1", "wh_hdr_CanaryToken2"]
CUSTOMER: Final = {
    "id": "20000000-0000-4000-8000-000000000001",
    "first_name": "CanaryFirst",
    "last_name": "CanaryLast",
    "email": "canary@example.com",
    "phone": "+573009998877",
    "document_type": "CC",
    "document_number": "1099887766",
}
UNEXPECTED: Final = {"pan": "4242424242424242", "ccv": "CanaryCcv", "otp": "CanaryOtp"}
PAYMENT: Final = {
    "id": "50000000-0000-4000-8000-000000000001",
    "amount": 150_000,
    "status": "approved",
    "phone": "+573009998877",
    "customer": CUSTOMER | UNEXPECTED,
    "card": UNEXPECTED,
}
CANARIES: Final = [*SECRETS, *TOKENS, "Canary", *map(str, CUSTOMER.values()), *UNEXPECTED.values()]
NOT_PERSONAL: Final = {"CC", CUSTOMER["id"]}

BODIES: Final = [
    {"payment": PAYMENT, "event": {"type": "payment.approved", "timestamp": NOW, "environment": "live"}},
    {"event": "payment.approved", "data": PAYMENT},
    {"event": "payment.approved", "data": json.dumps(PAYMENT)},
    {"event": {"type": "payment.moved", "timestamp": NOW}, "payment": PAYMENT},
    {"event": {"type": "refund.paid", "timestamp": 0}, "refund": PAYMENT},
    {"event": "canary@example.com", "data": PAYMENT},
    {"event": {"type": json.dumps(PAYMENT), "timestamp": NOW * 2}},
    [PAYMENT],
]


def canaries_in(output: str) -> list[str]:
    return [canary for canary in CANARIES if canary in output and canary not in NOT_PERSONAL]


def everything_sent() -> Iterator[tuple[bytes, Any]]:
    """Every body, with every way in which headers can be right or wrong, and as bytes that are no JSON."""
    for body in map(json.dumps, BODIES):
        for raw in (body.encode(), body[:-1].encode()):
            right = headers_for(raw, SECRETS[1], TOKENS[1])
            yield raw, right
            yield raw, right | {"Signature": sign(raw, "CanaryOther")}
            yield raw, right | {"Signature": f"Canary{right['Signature']}"}
            yield raw, right | {"x-webhook-token": "wh_hdr_CanaryOther"}
            yield raw, [*right.items(), *right.items()]
            yield raw, {name.lower(): text for name, text in right.items() if name == "Signature"}


@pytest.fixture
def endpoint(tmp_path: Path) -> Receiver:
    return receiver(secret=SECRETS, token=TOKENS, memory=SqliteMemory(tmp_path / "seen"), environment="live")


def outcome_of(endpoint: Receiver, body: bytes, headers: Any, handler: Any) -> Iterator[str]:
    """All that is to be seen of one request."""
    try:
        delivery = endpoint.receive(body, headers)
        yield from map(repr, (delivery, delivery.event, delivery.resource, delivery.deviations))
        yield str(delivery)
    except OnePayError as error:
        yield from (str(error), repr(error), "".join(traceback.format_exception(error)), repr(pickle.dumps(error)))
    try:
        yield repr(endpoint.handle(body, headers, handler))
        yield repr(asyncio.run(endpoint.ahandle(body, headers, handler)))
    except RuntimeError as error:
        yield "".join(traceback.format_exception(error))


def fail(delivery: Delivery) -> None:
    raise RuntimeError(f"cannot handle {delivery!r}")


def ignore(delivery: Delivery) -> None:
    assert delivery.body


@pytest.mark.parametrize("handler", [ignore, fail])
def test_nothing_that_is_shown_logged_or_stored_holds_a_secret_or_a_persons_datum(
    endpoint: Receiver, handler: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = [repr(endpoint), str(endpoint)]
    for body, headers in everything_sent():
        shown += outcome_of(endpoint, body, headers, handler)

    assert {found for text in shown for found in canaries_in(text)} == set()
    assert canaries_in(caplog.text) == []
    assert canaries_in((tmp_path / "seen").read_bytes().decode("latin-1")) == []


def test_the_canaries_would_be_found(endpoint: Receiver) -> None:
    raw = json.dumps(BODIES[0]).encode()
    delivery = endpoint.receive(raw, headers_for(raw, *(SECRETS[0], TOKENS[0])))

    assert set(canaries_in(delivery.body.decode())) >= {"canary@example.com", "4242424242424242"}


def test_a_mistaken_setting_is_not_shown() -> None:
    for settings in ({"secret": "Canary Secret"}, {"token": "'CanaryToken'"}, {"secret": TOKENS}, {"token": SECRETS}):
        with pytest.raises(ConfigurationError) as mistake:
            receiver(**settings)
        assert canaries_in(f"{mistake.value!r} {mistake.value}") == []


def test_the_log_tells_what_came_of_each_request(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    endpoint = receiver(window=Window(max_age=None, max_ahead=None))
    for event in (EventName.CHARGE_PAID, EventName.CHARGE_PAID, "canary@example.com"):
        raw = json.dumps({"event": event, "data": {"id": "c"}}).encode()
        endpoint.handle(raw, headers_for(raw), ignore)
    endpoint.handle(b"", {}, ignore)

    assert [(record.name, record.levelname, record.getMessage()) for record in caplog.records] == [
        ("onepay.webhooks", "INFO", "webhook charge.paid: handled"),
        ("onepay.webhooks", "INFO", "webhook charge.paid: already seen"),
        ("onepay.webhooks", "INFO", "webhook ***: handled"),
        ("onepay.webhooks", "WARNING", "webhook refused: missing_token"),
    ]
