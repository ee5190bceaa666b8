"""No setting of Django results a delivery into a redirect, or loses what its handler wrote."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection
from django.test import AsyncClient, Client, override_settings
from django.urls import path

from onepay_client.errors import ConfigurationError
from onepay_client.webhooks.django import view
from support.deliveries import AWKWARD, RecordingEndpoint, headers_for
from support.endpoints import set_up_django

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse

    from onepay_client.webhooks import Delivery

set_up_django()

HEADERS = headers_for(AWKWARD)
EVERY_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def post(endpoint: RecordingEndpoint, route: str = "onepay", url: str = "/onepay", **settings: Any) -> tuple[int, str]:
    with override_settings(ROOT_URLCONF=(path(route, view(endpoint.receiver, endpoint.handle)),), **settings):
        answer = Client(enforce_csrf_checks=True).post(url, AWKWARD, "application/json", headers=HEADERS)
    return answer.status_code, answer.content.decode()


def apost(view: Any, **settings: Any) -> tuple[int, str]:
    async def send() -> tuple[int, str]:
        answer = await AsyncClient(enforce_csrf_checks=True).post(
            "/onepay", AWKWARD, "application/json", headers=HEADERS
        )
        return answer.status_code, answer.content.decode()

    with override_settings(ROOT_URLCONF=(path("onepay", view),), **settings):
        return asyncio.run(send())


@pytest.mark.parametrize("debug", [False, True])
def test_delivery_passes_every_middleware_of_django(*, debug: bool) -> None:
    endpoint = RecordingEndpoint()

    assert post(endpoint, MIDDLEWARE=EVERY_MIDDLEWARE, DEBUG=debug) == (200, "handled")
    assert len(endpoint.deliveries) == 1


def test_delivery_passes_every_middleware_to_an_async_view() -> None:
    endpoint = RecordingEndpoint()

    assert apost(view(endpoint.receiver, endpoint.ahandle), MIDDLEWARE=EVERY_MIDDLEWARE) == (200, "handled")
    assert len(endpoint.deliveries) == 1


@pytest.mark.parametrize("debug", [False, True])
def test_missing_slash_is_no_redirect(*, debug: bool) -> None:
    endpoint = RecordingEndpoint()

    assert post(endpoint, "onepay/", "/onepay", MIDDLEWARE=EVERY_MIDDLEWARE, DEBUG=debug)[0] == 404
    assert endpoint.deliveries == []


@pytest.fixture
def atomic(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database with ``ATOMIC_REQUESTS``, whose constraint is checked when a transaction is committed."""
    on = True
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", on)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE orders (id PRIMARY KEY)")
        cursor.execute("CREATE TABLE paid (id REFERENCES orders DEFERRABLE INITIALLY DEFERRED)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE paid")
        cursor.execute("DROP TABLE orders")


def insert(statement: str) -> Callable[[Delivery], None]:
    def handler(_: Delivery) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return handler


def deliver(endpoint: RecordingEndpoint, handler: Callable[[Delivery], None]) -> tuple[int, str]:
    with override_settings(ROOT_URLCONF=(path("onepay", view(endpoint.receiver, handler)),)):
        answer = Client().post("/onepay", AWKWARD, "application/json", headers=HEADERS)
    return answer.status_code, answer.content.decode()


@pytest.mark.usefixtures("atomic")
def test_work_that_cannot_be_committed_is_not_handled() -> None:
    endpoint = RecordingEndpoint()
    with pytest.raises(IntegrityError):
        deliver(endpoint, insert("INSERT INTO paid VALUES (1)"))

    assert deliver(endpoint, insert("INSERT INTO orders VALUES (1)")) == (200, "handled")


@pytest.mark.usefixtures("atomic")
def test_work_of_a_failing_handler_is_rolled_back() -> None:
    def fail(delivery: Delivery) -> None:
        insert("INSERT INTO orders VALUES (1)")(delivery)
        assert connection.in_atomic_block
        raise RuntimeError("no stock")

    with pytest.raises(RuntimeError, match="no stock"):
        deliver(RecordingEndpoint(), fail)

    with connection.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM orders").fetchone() == (0,)


@pytest.mark.usefixtures("atomic")
def test_async_view_works_with_atomic_requests() -> None:
    endpoint = RecordingEndpoint()

    assert apost(view(endpoint.receiver, endpoint.ahandle)) == (200, "handled")


def reads_the_stream(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.read()
        return get_response(request)

    return middleware


def test_body_that_a_middleware_took_is_our_error() -> None:
    with pytest.raises(ConfigurationError, match="read the body of the request as a stream"):
        post(RecordingEndpoint(), MIDDLEWARE=[f"{__name__}.{reads_the_stream.__name__}"])
