"""In every framework the receiver gets the raw bytes, and OnePay the right response."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from flask import Flask
from starlette.applications import Starlette
from starlette.routing import Route

from onepay_client.webhooks import EventName
from onepay_client.webhooks.flask import view
from onepay_client.webhooks.starlette import endpoint
from support.deliveries import AWKWARD, envelope, headers_for, receiver
from support.endpoints import FRAMEWORKS, Endpoint, on_a_socket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from onepay_client.webhooks import Delivery


SIGNED_TWICE = [*headers_for(AWKWARD).items(), ("signature", "0" * 64)]


class Shop:
    """An application in one framework, and what its handler was given."""

    def __init__(self, framework: str, **settings: Any) -> None:
        self.deliveries: list[Delivery] = []
        self.fails = False
        self.endpoint: Endpoint = FRAMEWORKS[framework](receiver(**settings), self.handle)

    def handle(self, delivery: Delivery) -> None:
        if self.fails:
            raise RuntimeError("the database is away")
        self.deliveries.append(delivery)

    def deliver(self, body: bytes, **headers: str) -> tuple[int, str]:
        return self.endpoint.post(body, headers_for(body) | headers)


@pytest.fixture(params=FRAMEWORKS)
def framework(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_body_that_no_serialiser_makes_again_is_handled_once(framework: str) -> None:
    shop = Shop(framework)

    assert [shop.deliver(AWKWARD), shop.deliver(AWKWARD)] == [(200, "handled"), (200, "already handled")]
    assert [(delivery.body, delivery.name) for delivery in shop.deliveries] == [(AWKWARD, EventName.PAYMENT_APPROVED)]


def test_a_body_that_was_serialised_again_on_its_way_is_refused(framework: str) -> None:
    shop = Shop(framework)
    body = json.dumps(json.loads(AWKWARD)).encode()

    assert shop.endpoint.post(body, headers_for(AWKWARD)) == (401, "wrong_signature")
    assert shop.deliveries == []


def test_the_other_headers_arrive_too(framework: str) -> None:
    shop = Shop(framework)

    assert shop.deliver(AWKWARD, **{"x-webhook-token": "wh_hdr_another"}) == (401, "wrong_token")
    headers = headers_for(AWKWARD)
    headers["x-signature"] = headers.pop("Signature")
    assert shop.endpoint.post(AWKWARD, headers) == (200, "handled")


def test_failing_handler_is_answered_with_500(framework: str) -> None:
    shop = Shop(framework)
    shop.fails = True
    assert shop.deliver(AWKWARD)[0] == 500

    shop.fails = False
    assert (shop.deliver(AWKWARD), len(shop.deliveries)) == ((200, "handled"), 1)


def test_a_body_that_is_too_large_is_answered_with_413(framework: str) -> None:
    shop = Shop(framework, max_bytes=len(AWKWARD))

    assert shop.deliver(AWKWARD)[0] == 200
    assert shop.deliver(AWKWARD + b" ")[0] == 413


def test_an_empty_body_must_come_again(framework: str) -> None:
    assert Shop(framework).deliver(b"") == (503, "empty_body")


def test_an_unknown_event_is_handled_like_any_other(framework: str) -> None:
    assert Shop(framework).deliver(envelope("payment.teleported")) == (200, "handled")


def test_only_post_is_allowed(framework: str) -> None:
    assert Shop(framework).endpoint.get() == 405


def test_a_header_that_comes_twice_is_refused(framework: str) -> None:
    if framework in {"Flask", "Django"}:
        answer = post_over_a_socket(Shop(framework).endpoint, AWKWARD, SIGNED_TWICE)
    else:
        answer = Shop(framework).endpoint.post(AWKWARD, SIGNED_TWICE)

    assert answer == (401, "repeated_header")


@pytest.mark.parametrize("wsgi", ["Flask", "Django"])
def test_the_awkward_body_passes_through_a_real_server(wsgi: str) -> None:
    assert post_over_a_socket(Shop(wsgi).endpoint, AWKWARD, [*headers_for(AWKWARD).items()]) == (200, "handled")


def post_over_a_socket(endpoint: Endpoint, body: bytes, headers: list[tuple[str, str]]) -> tuple[int, str]:
    """As a server gets it: a header that comes twice is what it makes of it."""
    with on_a_socket(endpoint) as port:
        reply = httpx.post(f"http://127.0.0.1:{port}/onepay", content=body, headers=headers, trust_env=False)
    return reply.status_code, reply.text


def test_starlette_stops_reading_a_body_that_is_too_large() -> None:
    sent: list[bytes] = []

    async def chunks() -> AsyncIterator[bytes]:
        for chunk in [b" " * 1000] * 100:
            sent.append(chunk)
            yield chunk

    async def post(app: Starlette) -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return (await client.post("http://shop.example/onepay", content=chunks())).status_code

    app = Starlette(routes=[Route("/onepay", endpoint(receiver(max_bytes=5000), print), methods=["POST"])])

    assert asyncio.run(post(app)) == 413
    assert len(sent) == 6


@pytest.mark.parametrize("declared", [True, False])
def test_flask_stops_reading_a_body_that_is_too_large(*, declared: bool) -> None:
    app = Flask("shop")
    app.post("/onepay")(view(receiver(max_bytes=5000), print))
    body = io.BytesIO(b" " * 100_000)
    server = {"CONTENT_LENGTH": "100000"} if declared else {"wsgi.input_terminated": True}

    reply = app.test_client().post("/onepay", input_stream=body, environ_overrides=server)

    assert reply.status_code == 413
    assert body.tell() < 70_000


def test_frameworks_are_imported_only_by_their_own_endpoints() -> None:
    use = "w.Receiver(secret='whsec_fake'); w.SqliteDedupStore"
    code = f"import sys, onepay_client.webhooks as w; {use}; print(*sys.modules)"
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )

    assert not {"starlette", "fastapi", "flask", "werkzeug", "django", "httpx"} & set(run.stdout.split())
