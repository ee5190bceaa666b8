"""No error, log, `repr`, pickle, file or local variable of a traceback holds a secret or personal data."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import traceback
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import httpx
import pytest
from rich.pretty import pretty_repr
from starlette.applications import Starlette
from starlette.routing import Route

import onepay_client.webhooks
from onepay_client.errors import ConfigurationError, OnePayError
from onepay_client.webhooks import EventName, SqliteDedupStore, Tolerance, sign
from onepay_client.webhooks.starlette import endpoint as starlette_endpoint
from support.deliveries import NOW, headers_for, receiver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from onepay_client.webhooks import Delivery, Receiver

SOURCES: Final = Path(onepay_client.webhooks.__file__).parent
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
    return receiver(secret=SECRETS, token=TOKENS, store=SqliteDedupStore(tmp_path / "seen"), environment="live")


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
def test_no_repr_log_or_file_holds_secret_or_personal_data(
    endpoint: Receiver, handler: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = [repr(endpoint), str(endpoint)]
    for body, headers in everything_sent():
        shown += outcome_of(endpoint, body, headers, handler)

    assert {found for text in shown for found in canaries_in(text)} == set()
    assert canaries_in(caplog.text) == []
    assert canaries_in((tmp_path / "seen").read_bytes().decode("latin-1")) == []


def our_locals(error: BaseException | None) -> Iterator[str]:
    """What an error reporter shows of the frames of this package, for an error and for what led to it."""
    while error is not None:
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if str(SOURCES) in frame.f_code.co_filename:
                yield from (f"{name}={pretty_repr(value)}" for name, value in frame.f_locals.items())
        error = error.__cause__ or error.__context__


def errors_of(calls: Iterable[Callable[[], object]]) -> Iterator[Exception]:
    for call in calls:
        try:
            call()
        except Exception as error:  # noqa: BLE001 - whatever is raised
            yield error


def failing_calls(endpoint: Receiver) -> Iterator[Callable[[], object]]:
    """Every way in which a request can fail, and every one in which a receiver can be made wrongly."""
    app = Starlette(routes=[Route("/", starlette_endpoint(endpoint, fail), methods=["POST"])])

    async def post(body: bytes, headers: Any) -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            await client.post("http://shop.example/", content=body, headers=headers)

    for body, headers in everything_sent():
        yield partial(endpoint.receive, body, headers)
        yield partial(endpoint.handle, body, headers, fail)
        yield lambda b=body, h=headers: asyncio.run(endpoint.ahandle(b, h, fail))  # type: ignore[misc]
        yield lambda b=body, h=headers: asyncio.run(post(b, h))  # type: ignore[misc]
        no_headers: list[Any] = [[*dict(headers).items(), (7, 7)], {"headers": headers}, {"Signature": {1: headers}}]
        for wrong in no_headers:
            yield partial(endpoint.receive, body, wrong)
            yield partial(endpoint.handle, body, wrong, fail)
        yield partial(endpoint.receive, cast(bytes, body.decode()), headers)
        yield partial(endpoint.handle, cast(bytes, {"body": body}), headers, fail)
        yield partial(receiver(clock=lambda: None).receive, body, headers)
    for settings in ({"secret": [SECRETS[0], "Canary Secret"]}, {"secret": TOKENS}, {"token": SECRETS}, {"lease": "x"}):
        yield partial(receiver, **({"secret": SECRETS, "token": TOKENS} | settings))
    yield partial(sign, b"x", cast(str, SECRETS))


def test_no_local_variable_of_a_traceback_holds_a_secret(endpoint: Receiver) -> None:
    errors = [*errors_of(failing_calls(endpoint))]

    assert {type(error).__name__ for error in errors} == {"WebhookRefused", "ConfigurationError", "RuntimeError"}
    assert {text for error in errors for text in our_locals(error) if canaries_in(text)} == set()


def test_canaries_would_be_found(endpoint: Receiver) -> None:
    raw = json.dumps(BODIES[0]).encode()
    delivery = endpoint.receive(raw, headers_for(raw, *(SECRETS[0], TOKENS[0])))

    assert set(canaries_in(delivery.body.decode())) >= {"canary@example.com", "4242424242424242"}


def test_a_mistaken_setting_is_not_shown() -> None:
    for settings in ({"secret": "Canary Secret"}, {"token": "'CanaryToken'"}, {"secret": TOKENS}, {"token": SECRETS}):
        with pytest.raises(ConfigurationError) as mistake:
            receiver(**settings)
        assert canaries_in(f"{mistake.value!r} {mistake.value}") == []


def test_log_has_the_result_of_each_request(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    endpoint = receiver(tolerance=Tolerance(max_age=None, max_ahead=None))
    for event in (EventName.CHARGE_PAID, EventName.CHARGE_PAID, "canary@example.com"):
        raw = json.dumps({"event": event, "data": {"id": "c"}}).encode()
        endpoint.handle(raw, headers_for(raw), ignore)
    endpoint.handle(b"{}", {}, ignore)

    assert [(record.name, record.levelname, record.getMessage()) for record in caplog.records] == [
        ("onepay_client.webhooks", "INFO", "webhook charge.paid: handled"),
        ("onepay_client.webhooks", "INFO", "webhook charge.paid: already handled"),
        ("onepay_client.webhooks", "INFO", "webhook ***: handled"),
        ("onepay_client.webhooks", "WARNING", "webhook refused: missing_token"),
    ]
