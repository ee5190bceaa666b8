"""The same webhook endpoint in each web framework, and a way to post to it through its own interface."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any, Final, TypeAlias
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
import httpx
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path
from fastapi import FastAPI
from flask import Flask, request
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onepay_client.webhooks import AsyncHandler, Delivery, Handler, Receiver
from onepay_client.webhooks.django import view as django_view
from onepay_client.webhooks.flask import view as flask_view
from onepay_client.webhooks.starlette import endpoint

Answer: TypeAlias = tuple[int, str]

_URL: Final = "http://testserver/onepay"


@dataclass
class Endpoint:
    """An app with an endpoint at ``/onepay``; something before it has read the body already."""

    app: Any
    send: Callable[[httpx.Request], httpx.Response]

    def post(self, body: bytes, headers: Mapping[str, str] | list[tuple[str, str]]) -> Answer:
        """Post a delivery."""
        reply = self.send(httpx.Request("POST", _URL, content=body, headers=headers))
        return reply.status_code, reply.text

    def get(self) -> int:
        """Look at the endpoint with a browser."""
        return self.send(httpx.Request("GET", _URL)).status_code


async def read_beforehand(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """What a middleware that logs does."""
    await request.body()
    return await call_next(request)


def in_starlette(receiver: Receiver, handler: Handler | AsyncHandler) -> Endpoint:
    """Starlette."""
    app = Starlette(
        routes=[Route("/onepay", endpoint(receiver, handler), methods=["POST"])],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=read_beforehand)],
    )
    return _over_asgi(app)


def in_fastapi(receiver: Receiver, handler: Handler | AsyncHandler) -> Endpoint:
    """FastAPI, with a handler to be awaited."""

    async def awaited(delivery: Delivery) -> None:
        await asyncio.to_thread(handler, delivery)

    app = FastAPI()
    app.post("/onepay")(endpoint(receiver, awaited))
    return _over_asgi(app)


def in_flask(receiver: Receiver, handler: Handler) -> Endpoint:
    """Flask."""
    app = Flask("shop")
    app.before_request(flask_reads_beforehand)
    app.post("/onepay")(flask_view(receiver, handler))
    return _over_wsgi(app)


def flask_reads_beforehand() -> None:
    """What a hook that logs does."""
    request.get_data()


def in_django(receiver: Receiver, handler: Handler) -> Endpoint:
    """Django under WSGI, with its protection against forged requests on."""
    _configure_django(receiver, handler)
    return _over_wsgi(WSGIHandler())


def in_django_asgi(receiver: Receiver, handler: Handler) -> Endpoint:
    """Django under ASGI."""
    _configure_django(receiver, handler)
    return _over_asgi(ASGIHandler())


def django_reads_beforehand(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """What a middleware that logs does."""

    def middleware(request: HttpRequest) -> HttpResponse:
        assert request.body is not None
        return get_response(request)

    return middleware


FRAMEWORKS: Final[Mapping[str, Callable[[Receiver, Handler], Endpoint]]] = {
    "Starlette": in_starlette,
    "FastAPI": in_fastapi,
    "Flask": in_flask,
    "Django": in_django,
    "Django, ASGI": in_django_asgi,
}


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def on_a_socket(endpoint: Endpoint) -> Generator[int]:
    """Answer one request on the port that this yields, with the WSGI server of the standard library."""
    with make_server("127.0.0.1", 0, endpoint.app, handler_class=_Quiet) as server:
        server.timeout = 30
        thread = Thread(target=server.handle_request)
        thread.start()
        yield server.server_port
        thread.join()


def _configure_django(receiver: Receiver, handler: Handler) -> None:
    set_up_django()
    settings.ROOT_URLCONF = (path("onepay", django_view(receiver, handler)),)


def set_up_django() -> None:
    """Settings for every test with Django in a process, which takes them once; a test overrides what it needs."""
    if not settings.configured:
        settings.configure(
            ALLOWED_HOSTS=["testserver", "127.0.0.1"],
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
            INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
            LOGGING_CONFIG=None,
            LOGIN_URL="/login",
            SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
            SECRET_KEY="for tests",  # noqa: S106 - not real
            MIDDLEWARE=[
                "django.middleware.csrf.CsrfViewMiddleware",
                f"{__name__}.{django_reads_beforehand.__name__}",
            ],
        )
        django.setup()


def _over_wsgi(app: Any) -> Endpoint:
    def send(request: httpx.Request) -> httpx.Response:
        with httpx.Client(transport=httpx.WSGITransport(app, raise_app_exceptions=False)) as client:
            return client.send(request)

    return Endpoint(app, send)


def _over_asgi(app: Any) -> Endpoint:
    async def send(request: httpx.Request) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False)) as client:
            return await client.send(request)

    return Endpoint(app, lambda request: asyncio.run(send(request)))
